"""Time a brief over many incidents: measures, sentences, page.

usage: brief.py [INCIDENTS]     (10,000 by default, two reports each, made by a seeded generator)

Prints one JSON object on the last line: seconds in all and by part.
"""

from __future__ import annotations

import json
import random
import sys
import time
from datetime import date, timedelta

from veye.brief import compose, render_html
from veye.facts import load_gazetteer, load_mission, load_table
from veye.measures import measure, series
from veye.records import (
    Attack,
    Casualty,
    Claim,
    Count,
    Document,
    Incident,
    Origin,
    Picture,
    PlaceMention,
    ReportedValue,
    Source,
    Tally,
    When,
)

ON = date(2026, 2, 1)


def make_picture(number: int) -> Picture:
    """A picture of `number` incidents of two reports each, without figures."""
    mission = load_mission("mss-haiti")
    places = [
        p for p in load_gazetteer(mission.area) if p.country in mission.area and p.kind in ("admin3", "neighbourhood")
    ]
    rng = random.Random(0)
    docs, claims, origins, incidents = [], [], [], []
    for n in range(number):
        day = date(2024, 6, 25) + timedelta(days=rng.randrange(600))
        when, place, who = When.day(day), rng.choice(places), rng.choice(["civilian", "gang", "police"])
        killed, wounded, ids, mentions = [], [], [], PlaceMention(place.name, place)
        for k in range(2):
            text = f"{n}-{k}: three people were killed and two officers wounded in {place.name} on {day}."
            published = (day + timedelta(days=1 + k)).isoformat()
            doc = Document.make(text, key=f"{n}-{k}", source=Source(f"outlet {k}"), language="en", published=published)
            origin = Origin(f"org-{n}-{k}", f"outlet {k}", (doc.id,))
            statements = (
                Casualty("killed", Count.exactly(3), who),  # type: ignore[arg-type]
                Casualty("wounded", Count.exactly(2), "mission"),
                Attack("gang", "people", "clash"),
            )
            made = [
                Claim.make(doc.id, s, (doc.span(i * 5, i * 5 + 5),), when=when, place=mentions, language="en")
                for i, s in enumerate(statements)
            ]
            for values, claim, said in ((killed, made[0], 3), (wounded, made[1], 2)):
                values.append(ReportedValue(claim.id, doc.id, origin.id, Count.exactly(said), None, False, published))
            docs.append(doc)
            origins.append(origin)
            claims += made
            ids += [c.id for c in made]
        tallies = (
            Tally("killed", who, 3, 3, 3, "conservative", tuple(killed)),
            Tally("wounded", "mission", 2, 2, 2, "conservative", tuple(wounded)),
        )
        doc_ids, origin_ids = tuple(d.id for d in docs[-2:]), tuple(o.id for o in origins[-2:])
        incidents.append(
            Incident(
                f"inc-{n}",
                "attack",
                f"Clash in {place.name}",
                tuple(ids),
                doc_ids,
                when,
                mentions,
                "clash",
                ("gang",),
                (),
                tallies,
                "fair",
                "two origins",
                origin_ids,
            )
        )
    return Picture(mission, ON, None, "0" * 64, tuple(docs), (), tuple(claims), tuple(origins), tuple(incidents), ())


def main() -> None:
    """Make the picture, then time what a brief needs."""
    picture = make_picture(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
    parts = (picture.claims, picture.incidents, picture.documents, picture.origins, picture.mission)
    began = time.perf_counter()
    figures = measure(*parts, on=ON, standards=load_table("standards"), rules=load_table("rules"))
    kept = series(picture.claims, picture.documents, picture.origins, picture.mission)
    measured = time.perf_counter()
    whole = Picture(
        **{f: getattr(picture, f) for f in Picture.__struct_fields__}
        | {"figures": tuple(figures), "series": tuple(kept)}
    )
    brief = compose(whole)
    composed = time.perf_counter()
    page = render_html(brief)
    rendered = time.perf_counter()
    print(
        json.dumps(
            {
                "incidents": len(picture.incidents),
                "claims": len(picture.claims),
                "measure_s": round(measured - began, 2),
                "compose_s": round(composed - measured, 2),
                "render_s": round(rendered - composed, 2),
                "brief_s": round(rendered - began, 2),
                "page_kb": len(page) // 1000,
            }
        )
    )


if __name__ == "__main__":
    main()
