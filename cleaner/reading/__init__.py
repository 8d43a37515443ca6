"""From bytes to a `Document`: decoding, telling markup from text, finding the lines."""

from cleaner.reading.decoding import codec_of
from cleaner.reading.reader import read

__all__ = ["codec_of", "read"]
