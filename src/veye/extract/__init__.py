"""From a document to claims: what it states, with the words that state it."""

from veye.extract.language import identify_language
from veye.extract.reader import READERS, Reader, open_reader

__all__ = ["READERS", "Reader", "identify_language", "open_reader"]
