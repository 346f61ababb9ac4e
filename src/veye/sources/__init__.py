"""The outside world to documents and row-claims, read strictly: handled, ignored by name, or signalled."""

from veye.sources.documents import read_documents
from veye.sources.limits import Limits

__all__ = ["Limits", "read_documents"]
