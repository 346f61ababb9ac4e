"""Words to places and actors, documents to origins, claims to incidents, reported numbers to low, best and high."""

from veye.resolve.explain import explain_incident, explain_link
from veye.resolve.linking import link, main_incident
from veye.resolve.origins import find_origins
from veye.resolve.reconcile import draws, reconcile

__all__ = ["draws", "explain_incident", "explain_link", "find_origins", "link", "main_incident", "reconcile"]
