"""Which row sources there are: a plain table from name to how its rows are read."""

from __future__ import annotations

from veye.sources.acled.reader import SOURCE as ACLED
from veye.sources.acled_deleted.reader import SOURCE as ACLED_DELETED
from veye.sources.dtm.reader import SOURCE as DTM
from veye.sources.forms.reader import SOURCES as FORMS
from veye.sources.fts.reader import SOURCE as FTS
from veye.sources.hxl.reader import SOURCE as HXL
from veye.sources.rows import RowSource
from veye.sources.timeline.reader import SOURCE as TIMELINE
from veye.sources.ucdp.reader import SOURCE as UCDP

ROW_SOURCES: dict[str, RowSource] = {
    "acled": ACLED,
    "acled_deleted": ACLED_DELETED,
    "dtm": DTM,
    "fts": FTS,
    "hxl": HXL,
    **FORMS,
    "timeline": TIMELINE,
    "ucdp": UCDP,
}


def source_names() -> list[str]:
    """The names that `read_rows` knows, in alphabetical order."""
    return sorted(ROW_SOURCES)
