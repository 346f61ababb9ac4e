"""Words to places and actors, documents to origins, claims to incidents, reported numbers to low, best and high."""

from veye.resolve.actors import ActorIndex, ActorResolution
from veye.resolve.explain import explain_incident, explain_link
from veye.resolve.grades import credibility, reliability
from veye.resolve.link_index import LinkIndex, TooWideError
from veye.resolve.linker import Attachment, Linker
from veye.resolve.linking import link, main_incident
from veye.resolve.origins import find_origins
from veye.resolve.places import Resolution, Resolver
from veye.resolve.reconcile import draws, reconcile
from veye.resolve.relink import Relinked, relink_new
from veye.resolve.totals import TotalGap, check_totals

__all__ = [
    "ActorIndex",
    "ActorResolution",
    "Attachment",
    "LinkIndex",
    "Linker",
    "Relinked",
    "Resolution",
    "Resolver",
    "TooWideError",
    "TotalGap",
    "check_totals",
    "credibility",
    "draws",
    "explain_incident",
    "explain_link",
    "find_origins",
    "link",
    "main_incident",
    "reconcile",
    "reliability",
    "relink_new",
]
