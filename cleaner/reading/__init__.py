"""From bytes to a `Document`: decoding, telling markup from text, finding the lines."""

from cleaner.reading.decoding import codec_of, without_surrogates
from cleaner.reading.reader import read

__all__ = ["codec_of", "read", "without_surrogates"]
