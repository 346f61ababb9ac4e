"""What a report cannot be about: days after it, an earlier toll, one alone of the attacks that it reviews."""

from __future__ import annotations

import pytest
from tests.resolve.test_distinct import CITY, LAND, NORTH, linked, told
from tests.resolve.test_followed import level
from tests.resolve.test_linking import claim, killed, report

from veye.records import Casualty, Count, Displacement, Flags, Funding, Place
from veye.resolve import find_origins, link, main_incident
from veye.resolve.episodes import episodes

CAMP = Place("X/camp", "Camp", "neighbourhood", 18.60, -72.10, 2.0, 1, "XXX", ("S1", "C1", "D1", "R1", "XXX"))
BETWEEN = Place("X/a+X/b~x", "A – B", "road", 18.61, -72.11, 5.0, 1, "XXX", ("S1", "C1", "D1", "R1", "XXX"))


@pytest.mark.parametrize(
    ("published", "found"), [("2025-08-14", "month apart"), ("2025-08-30", "overlap within a month")]
)
def test_what_happened_in_a_month_happened_by_the_day_of_its_report(published: str, found: str) -> None:
    letter, news = report("letter", "x", published=published), report("news", "y", published="2025-08-20")
    claims = [claim(letter, killed(2), day="2025-08"), claim(news, killed(2), day="2025-08-19")]
    assert level("date", (letter, news), claims) == found


def test_a_report_of_a_known_month_may_tell_of_any_of_its_days() -> None:
    summary, news = report("summary", "x", published="2025-08"), report("news", "y", published="2025-08-20")
    claims = [claim(summary, killed(2), day="2025-08"), claim(news, killed(2), day="2025-08-19")]
    assert level("date", (summary, news), claims) == "overlap within a month"


def test_a_review_of_three_attacks_is_mainly_about_none_but_its_claims_belong_to_each() -> None:
    days = {"Hillside": "2025-01-06", "Rivertown": "2025-02-07", "Harbour": "2025-03-08"}
    news = [report(p, f"Attack at {p}\nTen died at {p}.", published=d) for p, d in days.items()]
    review = report("review", "Three attacks in three months\nA report lists them.", published="2025-04-01")
    claims = [claim(d, killed(10), day=days[d.key], place=d.key) for d in news]
    claims += [claim(review, killed(10), n, day=day, place=place) for n, (place, day) in enumerate(days.items())]
    docs = [*news, review]
    incidents = link(claims, docs, find_origins(docs, claims))
    assert len(incidents) == 3
    assert all(review.id in i.doc_ids for i in incidents)
    assert main_incident(review, incidents) is None
    assert all(main_incident(d, incidents) is not None for d in news)


def test_a_report_of_one_attack_that_recalls_two_is_about_the_one() -> None:
    doc = report("a", "x", published="2025-04-01")
    back = Flags(backref=True)
    claims = [claim(doc, killed(9), 0, day="2025-03-31", place="Hillside")]
    claims.append(claim(doc, killed(4), 1, day="2025-01-06", place="Rivertown", flags=back))
    claims.append(claim(doc, killed(4), 2, day="2025-02-07", place="Harbour", flags=back))
    assert main_incident(doc, link(claims, [doc], [])) is not None


@pytest.mark.parametrize(("before", "parts"), [(42, 2), (12, 1)])
def test_an_earlier_toll_that_is_recalled_is_no_part_of_the_news(before: int, parts: int) -> None:
    doc = report("a", "x", published="2025-09-15")
    toll = Casualty("killed", Count(10, None), "civilian")
    recalled = Casualty("killed", Count(before, None), "civilian")
    claims = [claim(doc, toll, 0, day="2025-09-14"), claim(doc, recalled, 1, day="2025-09", flags=Flags(backref=True))]
    assert len(episodes(claims, doc)) == parts


def test_a_place_made_of_two_lies_in_the_country_that_both_lie_in() -> None:
    a, b = report("a", "x"), report("b", "y")
    assert level("place", (a, b), [told(a, killed(1), at=BETWEEN), told(b, killed(1), at=LAND)]) == "same region"


@pytest.mark.parametrize(("where", "found"), [(NORTH, "same"), (CITY, "same town"), (LAND, "same region")])
def test_the_smaller_a_place_the_more_it_tells(where: Place, found: str) -> None:
    a, b = report("a", "x"), report("b", "y")
    assert level("place", (a, b), [told(a, killed(1), at=where), told(b, killed(1), at=where)]) == found


def test_mates_of_one_origin_pull_a_report_to_an_attack_alone() -> None:
    gift = Funding("EU", 20e6, "EUR", "pledged", None)
    text = "EU gives 20 million\nThe EU pledged 20 million euros on Monday, it told Agence X."
    mates = [report(f"m{n}", text, published="2025-05-02") for n in range(4)]
    both = report("both", "Two thousand flee; EU gives 20 million", published="2025-05-02")
    claims = [told(m, gift, day="2025-05-01") for m in mates]
    claims += [told(both, Displacement(Count.exactly(2000)), 0, at=CITY), told(both, gift, 1, day="2025-05-01")]
    docs = [*mates, both]
    for incident in link(claims, docs, find_origins(docs, claims)):
        assert not [f for t in incident.links for f in t.features if f.name == "its origin is about it"]
    assert linked(docs, claims)
