"""The outside world to documents and row-claims, read strictly: handled, ignored by name, or signalled."""

from veye.sources.documents import Stated, read_documents, read_inputs
from veye.sources.forms import form_names, write_form
from veye.sources.limits import Limits
from veye.sources.recognise import recognise
from veye.sources.registry import source_names
from veye.sources.rows import read_rows
from veye.sources.services import fetch_rows
from veye.sources.web import Door, WebLimits

__all__ = [
    "Door",
    "Limits",
    "Stated",
    "WebLimits",
    "fetch_rows",
    "form_names",
    "read_documents",
    "read_inputs",
    "read_rows",
    "recognise",
    "source_names",
    "write_form",
]
