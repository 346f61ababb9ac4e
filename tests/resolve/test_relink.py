"""New reports linked into a ledger: the incidents they touch come out as if everything had been linked again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from veye.records import (
    Attack,
    Casualty,
    Claim,
    Count,
    Decision,
    Document,
    Flags,
    Incident,
    Origin,
    PlaceMention,
    Row,
    Source,
    When,
)
from veye.records.claim import Mode, Who
from veye.resolve import LinkIndex, Relinked, TooWideError, relink_new
from veye.resolve.blocking import MOST
from veye.resolve.linking import link_all
from veye.resolve.origins import trace_origins
from veye.resolve.prints import print_of
from veye.resolve.similarity import Background, background_of

Report = tuple[Document, list[Claim]]
PLACES = [
    a + b + c for a in ("Ma", "So", "Ki", "Tel") for b in ("ro", "ven", "lu", "bas") for c in ("kan", "mi", "dor")
]
GROUPS: tuple[Who, ...] = ("civilian", "police", "mission", "military")
MODES: tuple[Mode, ...] = ("ambush", "armed assault", "massacre", "arson")
VERBS = ("died", "were killed", "lost their lives", "were found dead")


def reports(number: int, rng: Random, places: Sequence[str] = PLACES) -> list[Report]:
    """Attacks of a made-up half-year, each told by one to four outlets with some noise in day and toll."""
    out: list[Report] = []
    while len(out) < number:
        place, day, toll = rng.choice(places), rng.randrange(1, 29), rng.randrange(2, 40)
        month, who, mode = rng.randrange(3, 9), rng.choice(GROUPS), rng.choice(MODES)
        for _ in range(rng.randrange(1, 5)):
            told = min(28, day + rng.choice((0, 0, 1, 2)))
            dead = toll + rng.choice((0, 0, 0, 1))
            recalled = rng.random() < 0.1
            key = f"r{len(out):03d}"
            doc = Document.make(
                f"attack at {place}\n{dead} people {rng.choice(VERBS)} at {place} on day {day}, residents told {key}.",
                key=key,
                source=Source(f"Outlet {key}"),
                language="en",
                title=f"attack at {place}",
                published=f"2025-{month + recalled:02d}-{told:02d}",
            )
            said = (Casualty("killed", Count.exactly(dead), who), Attack("gang", "residents", mode))
            claims = [
                Claim.make(
                    doc.id,
                    statement,
                    (Row("coded", f"{key}-{n}", ()),),
                    when=When.from_iso(f"2025-{month:02d}-{day:02d}"),
                    place=PlaceMention(place),
                    flags=Flags(backref=recalled),
                )
                for n, statement in enumerate(said)
            ]
            out.append((doc, claims))
    return out[:number]


def told(batch: list[Report]) -> tuple[list[Document], list[Claim]]:
    return [doc for doc, _ in batch], [claim for _, claims in batch for claim in claims]


def silent(number: int) -> Document:
    """A report in which nothing is counted, about one of the places."""
    place = PLACES[number % len(PLACES)]
    return Document.make(
        f"attack at {place}\nWhat happened at {place} still weighs on Residents {place} Square, a visitor saw.",
        key=f"s{number:03d}",
        source=Source(f"Visitor {number}"),
        language="en",
        title=f"attack at {place}",
        published=f"2025-0{3 + number % 6}-12",
    )


def known_words(docs: list[Document]) -> tuple[Background, Background]:
    """How rare words are over the documents, for incidents and for origins."""
    prints = [print_of(d) for d in docs]
    return background_of(prints), background_of(prints)


def opened(index: LinkIndex, words: tuple[Background, Background]) -> LinkIndex:
    """An index that holds nothing yet, with the words of all that is to come."""
    index.begin()
    index.fill(link_all((), (), (), background=words[0]), trace_origins((), (), background=words[1]))
    index.commit()
    return index


class Steps:
    """An index that grows, beside the answer of linking everything again."""

    def __init__(self, words: tuple[Background, Background]) -> None:
        self.words = words
        self.index = opened(LinkIndex(), words)
        self.docs: list[Document] = []
        self.claims: list[Claim] = []
        self.origins: dict[str, Origin] = {}
        self.live: dict[str, Incident] = {}
        self.retired: dict[str, Incident] = {}

    def take(self, batch: list[Report]) -> Relinked:
        docs, claims = told(batch)
        done = relink_new(self.index, docs, claims)
        self.docs, self.claims = self.docs + docs, self.claims + claims
        traced = trace_origins(self.docs, self.claims, background=self.words[1])
        whole = link_all(
            self.claims, self.docs, traced.origins, existing=[*self.live.values()], retired=[*self.retired.values()],
            background=self.words[0],
        )  # fmt: skip
        for name in done.gone:
            self.retired[name] = self.live.pop(name)
        for incident in done.incidents:
            self.live[incident.id] = incident
            self.retired.pop(incident.id, None)
        for name in done.origins_gone:
            self.origins.pop(name)
        self.origins |= {o.id: o for o in done.origins}
        assert self.origins == {o.id: o for o in traced.origins}
        assert self.live == {i.id: i for i in whole.incidents}
        assert self.index.live() == len(self.live)
        return done


def in_steps(world: list[Report], sizes: list[int]) -> Steps:
    steps = Steps(known_words([doc for doc, _ in world]))
    at = 0
    for size in sizes:
        steps.take(world[at : at + size])
        at += size
    return steps


def test_three_hundred_reports_in_steps_end_in_the_batch_answer_ids_and_all() -> None:
    world = [*reports(280, Random(4)), *((silent(n), []) for n in range(20))]
    Random(5).shuffle(world)
    in_steps(world, [120, 60, 1, 1, 1, 17, 40, 60])


def test_keys_that_become_crowded_on_the_way_say_as_little_as_if_they_always_had_been() -> None:
    world = reports(130, Random(6), places=PLACES[:2])
    steps = in_steps(world, [40, 15, 1, 1, 1, 1, 1, 20, 50])
    assert any(len(i.doc_ids) > 1 for i in steps.live.values())
    keys = [k for found in steps.index.episodes.keys(range(1, 131)).values() for k in found]
    assert max(Counter(keys).values()) > MOST


def test_one_report_changes_only_what_it_touches() -> None:
    world = reports(200, Random(8))
    steps = in_steps(world, [199])
    done = steps.take(world[199:])
    assert 1 <= len(done.incidents) <= 3
    assert world[-1][0].id in {d for i in done.incidents for d in i.doc_ids}


SMALL = [*reports(9, Random(11), places=PLACES[:2]), (silent(0), [])]
SMALL_WORDS = known_words([doc for doc, _ in SMALL])
Told = set[tuple[frozenset[str], frozenset[str], frozenset[str]]]


def picture_of(incidents: Iterable[Incident]) -> Told:
    """What incidents say whatever their ids: their claims, recalled claims and reports."""
    return {(frozenset(i.claim_ids), frozenset(i.recalled_ids), frozenset(i.doc_ids)) for i in incidents}


@settings(max_examples=25, derandomize=True, deadline=None)
@given(st.permutations(SMALL))
def test_any_order_of_single_reports_ends_in_the_batch_answer_hung_reports_too(world: list[Report]) -> None:
    docs, claims = told(SMALL)
    traced = trace_origins(docs, claims, background=SMALL_WORDS[1])
    whole = link_all(claims, docs, traced.origins, background=SMALL_WORDS[0])
    index = opened(LinkIndex(), SMALL_WORDS)
    live: dict[str, Incident] = {}
    for doc, said in world:
        done = relink_new(index, [doc], said)
        live = {name: i for name, i in live.items() if name not in done.gone} | {i.id: i for i in done.incidents}
    assert picture_of(live.values()) == picture_of(whole.incidents)


def test_more_that_hangs_together_than_may_be_looked_at_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("veye.resolve.link_index.MOST_ROWS", 2)
    with pytest.raises(TooWideError):
        relink_new(opened(LinkIndex(), SMALL_WORDS), *told(SMALL))


def test_merges_splits_and_withdrawals_hold_for_single_reports_as_for_all() -> None:
    world = reports(90, Random(21), places=PLACES[:6])
    words = known_words([doc for doc, _ in world])
    docs, claims = told(world[:60])
    first = link_all(claims, docs, (), background=words[0]).incidents
    many = next(i for i in first if len(i.doc_ids) > 2)
    others = [i for i in first if i.id != many.id]
    moved = [c.id for c in claims if c.doc_id == many.doc_ids[-1]]
    at = datetime(2026, 1, 1, tzinfo=UTC)
    decisions = [
        Decision.make("merge", (others[0].id, others[1].id), by="ana", at=at),
        Decision.make("split", (many.id,), by="ana", at=at, value={"claim_ids": moved}),
        Decision.make("withdraw", (world[70][0].source.name,), by="ana", at=at),
    ]
    traced = trace_origins(docs, claims, decisions, background=words[1])
    full = link_all(claims, docs, traced.origins, decisions, existing=first, background=words[0])
    index = LinkIndex()
    index.begin()
    index.fill(full, traced)
    live = {i.id: i for i in full.incidents}
    retired = {i.id: i for i in first if i.id not in live}
    index.name(full.incidents, retired.values())
    index.commit()
    for n in range(60, 90):
        done = relink_new(index, *told(world[n : n + 1]), decisions)
        docs, claims = told(world[: n + 1])
        traced = trace_origins(docs, claims, decisions, background=words[1])
        whole = link_all(
            claims, docs, traced.origins, decisions, existing=[*live.values()], retired=[*retired.values()],
            background=words[0],
        )  # fmt: skip
        for name in done.gone:
            retired[name] = live.pop(name)
        for incident in done.incidents:
            live[incident.id] = incident
            retired.pop(incident.id, None)
        assert live == {i.id: i for i in whole.incidents}
    holders = {c: i.id for i in live.values() for c in (*i.claim_ids, *i.recalled_ids)}
    assert holders[others[0].claim_ids[0]] == holders[others[1].claim_ids[0]]
    assert holders[moved[0]] != holders[many.claim_ids[0]]
    assert not {c.id for c in world[70][1]} & holders.keys()
