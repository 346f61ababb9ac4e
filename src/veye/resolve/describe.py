"""What an episode says about one feature, in a few words for a reader."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

from veye.records import Attack, Casualty, Document, Equipment, Evacuation
from veye.resolve.counted import counted
from veye.resolve.episodes import Episode
from veye.resolve.victims import victims_of


def _joined(values: set[str]) -> str:
    return ", ".join(sorted(values)[:4])


def describe(feature: str, episode: Episode, docs: Mapping[str, Document]) -> str:
    """The value that `episode` brings to a comparison; empty where it says nothing."""
    doc = docs.get(episode.doc_id)
    statements = [c.statement for c in episode.claims]
    if feature == "date":
        published = f"published {doc.published}" if doc and doc.published else ""
        return (episode.when.iso() or str(episode.when.earliest)) if episode.when else published
    if feature == "place":
        return _joined({m.words for m in episode.places})
    if feature in ("counts", "money"):
        return _joined({f"{key} {count}" for key, count in counted(episode.claims) if count.stated})
    if feature in ("text", "translation", "title", "names", "rare names", "phrases", "numbers"):
        return (doc.title or doc.text.split("\n", 1)[0])[:80] if doc else ""
    if feature in ("ages", "persons"):
        ages, persons = victims_of(doc.text) if doc else ((), ())
        return _joined({str(v) for v in (ages if feature == "ages" else persons)})
    if feature in ("mode", "actor"):
        return _joined({cast(str, getattr(s, feature)) for s in statements if isinstance(s, Attack)})
    if feature in ("outcome", "cause", "gear", "group"):
        field = "who" if feature == "group" else feature
        found_values = {getattr(s, field) for s in statements if isinstance(s, Casualty)} - {None}
        return _joined({str(v) for v in found_values})
    if feature == "destination":
        return _joined({s.destination or "" for s in statements if isinstance(s, Evacuation)})
    if feature == "kind":
        items = {s.item_class for s in statements if isinstance(s, Equipment)}
        return episode.family + (f" ({_joined(cast(set[str], items))})" if items else "")
    return doc.source.name if doc else episode.doc_id
