"""From bytes to a `Document`: decoding, telling markup from text, finding the lines."""

from cleaner.reading.decoding import codec_of, without_surrogates
from cleaner.reading.reader import MARKUP_SUFFIXES, media_type_of, read

__all__ = ["MARKUP_SUFFIXES", "codec_of", "media_type_of", "read", "without_surrogates"]
