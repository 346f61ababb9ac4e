"""New reports linked into a ledger: the incidents they touch come out as if everything had been linked again."""

from __future__ import annotations

from random import Random

from veye.records import (
    Attack,
    Casualty,
    Claim,
    Count,
    Document,
    Flags,
    Incident,
    PlaceMention,
    Row,
    Source,
    When,
)
from veye.records.claim import Mode, Who
from veye.resolve import Linker, find_origins, link, relink_new
from veye.resolve.prints import print_of
from veye.resolve.similarity import background_of

Report = tuple[Document, list[Claim]]
PLACES = [
    a + b + c for a in ("Ma", "So", "Ki", "Tel") for b in ("ro", "ven", "lu", "bas") for c in ("kan", "mi", "dor")
]
GROUPS: tuple[Who, ...] = ("civilian", "police", "mission", "military")
MODES: tuple[Mode, ...] = ("ambush", "armed assault", "massacre", "arson")
VERBS = ("died", "were killed", "lost their lives", "were found dead")


def reports(number: int, rng: Random) -> list[Report]:
    """Attacks of a made-up half-year, each told by one to four outlets with some noise in day and toll.

    So thinly spread that no key is shared by more episodes than are compared: beyond that an index that grew one
    report at a time may hold pairs which a batch passes over.
    """
    out: list[Report] = []
    while len(out) < number:
        place, day, toll = rng.choice(PLACES), rng.randrange(1, 29), rng.randrange(2, 40)
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


def in_steps(world: list[Report], sizes: list[int]) -> None:
    docs, _ = told(world)
    known = background_of([print_of(d) for d in docs])
    linker = Linker(background=known)
    kept: dict[str, Incident] = {}
    retired: dict[str, Incident] = {}
    at = 0
    for size in sizes:
        new, at = world[at : at + size], at + size
        docs, claims = told(world[:at])
        origins = find_origins(docs, claims)
        before = [*kept.values()], [*retired.values()]
        done = relink_new(linker, *told(new), origins, before[0], retired=before[1])
        for gone in done.gone:
            retired[gone] = kept.pop(gone)
        for incident in done.incidents:
            kept[incident.id] = incident
            retired.pop(incident.id, None)
        whole = link(claims, docs, origins, existing=[*before[0], *before[1]], background=known)
        assert sorted(kept.values(), key=lambda i: i.id) == sorted(whole, key=lambda i: i.id)
    linker.close()


def test_three_hundred_reports_in_steps_end_in_the_batch_answer_ids_and_all() -> None:
    world = reports(300, Random(4))
    Random(5).shuffle(world)
    in_steps(world, [120, 60, 1, 1, 1, 17, 40, 60])


def test_one_report_changes_only_what_it_touches() -> None:
    world = reports(200, Random(8))
    docs, claims = told(world)
    known = background_of([print_of(d) for d in docs])
    linker = Linker(background=known)
    first_docs, first_claims = told(world[:-1])
    origins = find_origins(docs, claims)
    before = relink_new(linker, first_docs, first_claims, origins).incidents
    done = relink_new(linker, *told(world[-1:]), origins, before)
    assert 1 <= len(done.incidents) <= 3
    assert world[-1][0].id in {d for i in done.incidents for d in i.doc_ids}
    linker.close()
