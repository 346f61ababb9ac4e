"""How a claim stands by what the encoder says of its words: recalled, unconfirmed, a running total, without a day."""

from __future__ import annotations

import msgspec

from veye.extract.analysis import Draft
from veye.extract.tagger import labels
from veye.extract.tagger.said import Said
from veye.records import Casualty, Displacement

Bounds = dict[str, tuple[float, float]]


def stand(draft: Draft, said: Said, bounds: Bounds) -> Draft:
    """The draft with each flag cleared where its mean probability is below the first bound, set from the second on."""
    for name in labels.FLAGS:
        low, high = bounds.get(name, (0.0, 2.0))
        sure = said.flag(name, draft.start, draft.end)
        if low <= sure < high:
            continue
        if name == "undated":
            draft = msgspec.structs.replace(draft, when=None) if sure >= high else draft
        elif name != "cumulative" or isinstance(draft.statement, Casualty | Displacement):
            flags = msgspec.structs.replace(draft.flags, **{name: sure >= high})
            draft = msgspec.structs.replace(draft, flags=flags)
    return draft
