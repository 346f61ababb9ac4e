"""The learned half of the embedded reader: a small encoder that judges what words say."""

from veye.extract.tagger.embedded import EmbeddedReader

__all__ = ["EmbeddedReader"]
