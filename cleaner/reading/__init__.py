"""From bytes to a `Document`: decoding, telling markup from text, finding the lines."""

from cleaner.reading.decoding import codec_by_start, codec_of, refuse_nul, without_surrogates
from cleaner.reading.reader import MARKUP_SUFFIXES, media_type_of, read, read_text
from cleaner.reading.structure import FEEDS, refused_xml

__all__ = [
    "FEEDS",
    "MARKUP_SUFFIXES",
    "codec_by_start",
    "codec_of",
    "media_type_of",
    "read",
    "read_text",
    "refuse_nul",
    "refused_xml",
    "without_surrogates",
]
