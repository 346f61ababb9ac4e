"""The ledger: entries are added, never changed; any past day can be seen as it was known then."""

from veye.ledger.entries import Entry
from veye.ledger.fold import View, fold
from veye.ledger.store import Ledger

__all__ = ["Entry", "Ledger", "View", "fold"]
