"""The learned half of the embedded reader: a small scorer that judges what words say of the mentions around them."""

from veye.extract.tagger.embedded import EmbeddedReader, load_scorer

__all__ = ["EmbeddedReader", "load_scorer"]
