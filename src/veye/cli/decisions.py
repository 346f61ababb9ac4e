"""`veye decide`."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, get_args

from veye.cli.briefs import need_mission
from veye.cli.ledgers import open_ledger
from veye.cli.talk import say
from veye.errors import InputError, did_you_mean
from veye.flow.pipeline import decide
from veye.flow.reading import Kit
from veye.records import Decision
from veye.records.decision import DecisionKind
from veye.records.incident import Grade
from veye.settings import Settings

_NEEDS = {"merge": 2, "same_origin": 2, "not_same_origin": 2, "split": 2}


def run_decide(
    kind: str, subjects: tuple[str, ...], by: str, reason: str, values: tuple[str, ...], settings: Settings
) -> None:
    """Write a signed decision, link again under it, and say how to take it back."""
    kinds = get_args(DecisionKind)
    if kind not in kinds:
        raise InputError(f"no decision '{kind}'", where="decide", hint=did_you_mean(kind, kinds))
    if len(subjects) < _NEEDS.get(kind, 1):
        raise InputError(f"{kind} needs at least {_NEEDS.get(kind, 1)} ids", where="decide")
    if not by.strip():
        raise InputError("a decision is signed with a name", where="--by", hint="Write who decides: --by ana")
    value = _value(kind, subjects, values)
    kit = Kit.load(need_mission(settings), reader=settings.reader)
    decision = Decision.make(kind, subjects, by=by, at=datetime.now(UTC), reason=reason, value=value)  # type: ignore[arg-type]
    with open_ledger(settings) as ledger:
        before = len(ledger.view().incidents)
        after = decide(ledger, kit, decision)
    say(f"{decision.id}: {kind} {' '.join(subjects)} by {by}; {before} incidents before, {after} now")
    say(f"take it back with: veye decide undo {decision.id} --by NAME")


def _value(kind: str, subjects: tuple[str, ...], values: tuple[str, ...]) -> dict[str, Any]:
    """The decision's value from name=value words: numbers as numbers, "none" as not stated."""
    out: dict[str, Any] = {}
    for word in values:
        name, equals, text = word.partition("=")
        if not equals:
            raise InputError(f"'{word}' is not name=value", where="--set", hint="Write e.g. --set count_low=3")
        out[name] = None if text.casefold() == "none" else int(text) if text.lstrip("-").isdigit() else text
    if kind == "grade" and out.get("grade") not in get_args(Grade):
        raise InputError("a grade must be given", where="--set", hint=f"--set grade={'|'.join(get_args(Grade))}")
    if kind == "correct" and not out:
        raise InputError("a correction must say what is right", where="--set", hint="Write e.g. --set count_low=3")
    if kind == "split":
        out["claim_ids"] = list(subjects[1:])
    return out
