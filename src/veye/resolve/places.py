"""The words of a report become a point on the map: the most specific part that resolves, no finer than the words.

A phrase is cut at commas, brackets and relation words ("near", "24 km north of", "between … and …") in English,
French, Spanish and Haitian Creole. Names are looked up without case and accents. A name borne by several places is
decided by the rest of the phrase, the mission's area and the document's other places, in this order; where these do not
decide it, nothing is returned but the candidates.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache
from math import cos, radians, sin
from typing import NamedTuple

import msgspec

from veye.records import Claim, Gazetteer, Mission, Place, PlaceMention, fold

KM_PER_DEGREE = 111.2
KM_PER_MILE = 1.609
NEARBY_KM = 25.0
"""UCDP's where_prec 2: within about 25 km of a known point."""

# Relation words, folded. What follows the words is where the place is not, but close to, beside or on the way to.
_NEAR = (
    "near|nearby|close to|next to|not far from|outside of|outside|around|in the vicinity of|the vicinity of|"
    "the outskirts of|outskirts of|on the edge of|pres de|pres d|a proximite de|a proximite d|aux environs de|"
    "dans les environs de|les environs de|environs de|autour de|aux abords de|les abords de|non loin de|"
    "a la peripherie de|en peripherie de|la banlieue de|banlieue de|cerca de|cercano a|proximo a|alrededor de|"
    "en las afueras de|las afueras de|afueras de|en las inmediaciones de|inmediaciones de|alrededores de|"
    "in the hills above|hills above|above|overlooking|beyond|sur les hauteurs de|hauteurs de|surplombant|"
    "toupre|tou pre|pre|ozalantou|ozanviwon|nan zalantou|pa lwen|andeyo"
)
_BEARINGS = {
    "north": 0, "nord": 0, "norte": 0, "no": 0,
    "northeast": 45, "north east": 45, "nord est": 45, "noreste": 45, "nordeste": 45, "nodes": 45,
    "east": 90, "est": 90, "este": 90, "les": 90,
    "southeast": 135, "south east": 135, "sud est": 135, "sureste": 135, "sudeste": 135, "sides": 135,
    "south": 180, "sud": 180, "sur": 180, "sid": 180,
    "southwest": 225, "south west": 225, "sud ouest": 225, "suroeste": 225, "sudoeste": 225, "sidwes": 225,
    "west": 270, "ouest": 270, "oeste": 270, "lwes": 270,
    "northwest": 315, "north west": 315, "nord ouest": 315, "noroeste": 315, "nodwes": 315,
}  # fmt: skip
_INNER = {
    "northern": 0, "northeastern": 45, "north eastern": 45, "eastern": 90, "southeastern": 135, "south eastern": 135,
    "southern": 180, "southwestern": 225, "south western": 225, "western": 270, "northwestern": 315,
    "north western": 315, "central": None,
}  # fmt: skip
_COMPASS = {degrees: word for word, degrees in reversed(_BEARINGS.items()) if word in (
    "north", "northeast", "east", "southeast", "south", "southwest", "west", "northwest"
)}  # fmt: skip
_DIRECTION = "|".join(sorted(_BEARINGS, key=len, reverse=True))
_OF = r"(?:of|from|de la|de l|del|de|du|des|d)"
_UNITS = r"(?P<unit>km|kms|kilometers?|kilometres?|kilometros?|kilomet|miles?|millas?|mil)"
_ROUND_NUMBERS = {
    word: number
    for number, words in {
        10: "ten dix dizaine diez decena dis dizen",
        15: "fifteen quinze quinzaine quince quincena kenz",
        20: "twenty vingt vingtaine veinte veintena ven",
        30: "thirty trente trentaine treinta treintena trant",
        40: "forty quarante quarantaine cuarenta karant",
        50: "fifty cinquante cinquantaine cincuenta senkant",
        60: "sixty soixante soixantaine sesenta swasant",
        100: "hundred cent centaine cien centenar san santen",
    }.items()
    for word in words.split()
}
_DISTANCE = re.compile(
    rf"\b(?:(?P<number>\d+)(?: (?P<tenth>\d))?|(?P<word>{'|'.join(_ROUND_NUMBERS)})(?: (?:de|d))?) {_UNITS}\b"
    rf"(?: (?:to the|au|a l|al|a|nan|en el))?(?: (?P<direction>{_DIRECTION}))?(?: {_OF})?\b"
)
_CONVERTED = re.compile(
    rf"\(\s*(?:about |environ |unos )?[\d.,]+\s*-?{_UNITS.replace('?P<unit>', '?:')}\.?\s*\)", re.IGNORECASE
)
_TOWARDS = re.compile(
    r"\b(?:(?:just|located|situe|situee|situado|situada) )?"
    r"(?:(?:to the|(?P<inside>in the|dans le|dans l|en el)|au|a l|al|el|le|the|nan) )?"
    rf"(?P<direction>{_DIRECTION})(?: part)? {_OF}\b"
)
_NEAR_OF = re.compile(rf"\b(?:{_NEAR})\b")
_WAYS = "road|roads|highway|route|routes|axe|axis|axes|corridor|wout|carretera|ruta|autopista|chemin|piste"
_BETWEEN = re.compile(
    rf"\b(?:between|entre|ant|(?:{_WAYS}) (?:from|linking|connecting|de|du|d|reliant|desde|que une|soti|ki soti))\b"
)
_AND = re.compile(r" (?:and|et|y|e|ak|to|a|au|vers|pou|rive|hasta|con) ")
_CONJUNCTION = re.compile(r" (?:and|et|y|e|ak) ")
_BORDER = re.compile(r"\b(?:border|borders|frontier|frontiere|frontalier|frontaliere|frontera|fronteriza|fwontye)\b")
_ORDINALS = {
    "first": "1", "premiere": "1", "premier": "1", "primera": "1", "premye": "1", "second": "2", "deuxieme": "2",
    "segunda": "2", "dezyem": "2", "third": "3", "troisieme": "3", "tercera": "3", "twazyem": "3", "fourth": "4",
    "quatrieme": "4", "cuarta": "4", "katriyem": "4", "fifth": "5", "cinquieme": "5", "quinta": "5", "senkyem": "5",
    "sixth": "6", "sixieme": "6", "sexta": "6", "sizyem": "6",
}  # fmt: skip
_NTH_SECTION = re.compile(
    rf"\b(?:(?P<word>{'|'.join(_ORDINALS)})|(?P<number>\d+)(?:er|re|ere|e|eme|ieme|yem|a|st|nd|rd|th)?) "
    r"(?:section communale|communal section|seksyon kominal|seccion comunal|section|seksyon)"
    r"(?: (?:de la|de l|de|of|du|d|nan))?(?: (?:commune|komin)(?: (?:de la|de l|de|of|du|d))?)? (?P<name>.+)"
)
_LINEAR = re.compile(rf"\b(?:{_WAYS})\b")
_LOOSE = re.compile(r"\b(?:area|areas|zone|zones|zona|zon|alentours|surroundings|sector|secteur|region|rejyon)\b")
_COMMUNE = re.compile(r"\b(?:commune|komin|municipality|municipio|municipe|comuna)\b")
_SECTION = re.compile(r"\b(?:section|seksyon|seccion)\b")
_DEPARTMENT = re.compile(
    r"\b(?:department|departement|departamento|depatman|province|provincia|prefecture|prefectura|region|rejyon|state)\b"
)
_CAPITAL = re.compile(r"\b(?:capital|capitale|kapital|kapitale|capital city)\b")
_LEADING = re.compile(
    r"^(?:(?:in|at|of|on|inside|within|to|from|the|a|au|aux|en|dans|sur|de|du|des|d|la|le|les|l|el|los|las|del|nan|"
    r"sou|town|city|village|ville|vil|ciudad|bourg|bouk|pueblo|aldea|locality|localite|lokalite|localidad|quartier|"
    r"katye|barrio|neighborhood|neighbourhood|suburb|slum|bidonville|district|commune|komin|municipality|municipio|"
    r"comuna|department|departement|departamento|depatman|province|prefecture|region|rejyon|state|zone|zona|zon|area|"
    r"sector|secteur|island|ile|isla|downtown|center|centre|part|parts|whole|all|entire|toute|tout) )+"
)
_TRAILING = re.compile(
    r"(?: (?:town|city|village|neighborhood|neighbourhood|suburb|slum|district|commune|municipality|department|"
    r"province|prefecture|region|state|area|zone|sector|island|road|highway|proper|itself)s?)+$"
)
_ARTICLES = re.compile(r"^(?:the|la|le|les|l|el|los|las) ")
_SAINT = re.compile(r"\b(st|ste)\b")
_CUT = re.compile(r"[,;:()\[\]/|]+|(?<=\s)[–—-]+(?=\s)")
_DEPARTMENT_FIRST = re.compile(r"^(?:depatman|department of|departement de|departamento de) ")


class Resolution(msgspec.Struct, frozen=True):
    """What a phrase resolved to: a place, or None with the candidates that could not be told apart, and why."""

    place: Place | None
    candidates: tuple[Place, ...] = ()
    why: str = ""


class _Part(NamedTuple):
    """One piece of a phrase: its folded words, and how they relate to the place that is meant."""

    words: str
    relation: str = "at"  # at, near, distance, direction, inside, between
    km: float = 0.0
    bearing: int | None = None


class Resolver:
    """Resolves place words against a gazetteer, preferring a mission's area."""

    def __init__(self, gazetteer: Gazetteer, mission: Mission) -> None:
        self._gazetteer = gazetteer
        self._area = frozenset(mission.area)
        self._bare = _bare_names(gazetteer, self._area)
        self._squashed = _squashed_names(gazetteer, self._area)
        self._longest = max((name.count(" ") + 1 for name in gazetteer.names), default=1)
        hubs = [self._named(fold(name)) for name in (*mission.hub_places, mission.capital)]
        self._capital = next((place for found in hubs for place in found[:1]), None)
        self._host = _host_words(gazetteer, mission)
        self._resolve = lru_cache(maxsize=20_000)(self._resolve_now)

    def place(self, words: str, *, near: Place | None = None, language: str | None = None) -> Resolution:
        """The place that the words mean, with a radius and where_prec no finer than they are.

        `near` is a place that the document is about; it decides between homonyms, nothing else. `language` is
        accepted for readers that know it; names of all languages are tried in any case.
        """
        return self._resolve(tuple(_parts(words)), near)

    def locate(self, claims: Iterable[Claim]) -> list[Claim]:
        """The claims with their place words resolved; homonyms are decided by the other places of the document."""
        listed = list(claims)
        about: dict[str, Counter[Place]] = {}
        for claim in listed:
            if claim.place and (place := claim.place.place or self.place(claim.place.words).place):
                about.setdefault(claim.doc_id, Counter())[place] += 1
        return [self._located(claim, about.get(claim.doc_id)) for claim in listed]

    def _located(self, claim: Claim, about: Counter[Place] | None) -> Claim:
        if claim.place is None or claim.place.place is not None:
            return claim
        near = about.most_common(1)[0][0] if about else None
        place = self.place(claim.place.words, near=near, language=claim.language).place
        return msgspec.structs.replace(claim, place=PlaceMention(claim.place.words, place)) if place else claim

    def _resolve_now(self, parts: tuple[_Part, ...], near: Place | None) -> Resolution:
        answer = self._answer(parts, near)
        return msgspec.structs.replace(answer, place=self._kept_inside(answer.place)) if answer.place else answer

    def _kept_inside(self, place: Place) -> Place:
        """A widened place without the containers that its circle could leave."""
        if "~" not in place.id:
            return place
        outer = [self._gazetteer.get(place_id) for place_id in place.parents]
        kept = tuple(o.id for o in outer if o and o.radius_km > place.radius_km)
        return msgspec.structs.replace(place, parents=kept)

    def _answer(self, parts: tuple[_Part, ...], near: Place | None) -> Resolution:
        if not parts:
            return Resolution(None, (), "the words name no place")
        whole = fold(" ".join(part.words for part in parts))
        if all(part.relation == "at" for part in parts) and (found := self._named(whole)):
            return self._decided(found, (), near)
        plain = [part for part in parts if part.relation == "at"]
        related = [part for part in parts if part.relation != "at"]
        hints = [place for part in related if (place := self._related(part, near).place)]
        inner = self._plain(plain, hints, near)
        if inner.place or (inner.candidates and not related):
            return inner
        for part in related:
            answer = self._related(part, near)
            if answer.place or answer.candidates:
                return answer
        return inner

    def _plain(self, parts: Sequence[_Part], hints: Sequence[Place], near: Place | None) -> Resolution:
        """The most specific place of parts that say where, each decided by the parts after it."""
        context: list[Place] = list(hints)
        leaves: list[Resolution] = []
        unknown = False
        for part in reversed(parts):
            answer = self._part(part.words, context, near)
            if answer.place is None:
                unknown = unknown or not answer.candidates
                leaves += [answer] if answer.candidates else []
                continue
            context.insert(0, answer.place)
            leaves.insert(0, answer)
        places = [leaf.place for leaf in leaves if leaf.place]
        if not places:
            return leaves[0] if leaves else Resolution(None, (), "no known place in the words")
        lowest = self._without_capital_around(_without_containers(places))
        if len(lowest) == 1:
            answer = next(leaf for leaf in leaves if leaf.place == lowest[0])
            place = _not_exact(lowest[0]) if unknown and parts[0].words else lowest[0]
            return Resolution(place, (), answer.why)
        return Resolution(self._hull(lowest), tuple(lowest), "several places: the smallest circle around them")

    def _without_capital_around(self, places: list[Place]) -> list[Place]:
        """ "Cité Soleil, Port-au-Prince": the places without the capital, where all are in its reach."""
        capital = self._capital
        others = [place for place in places if place != capital]
        if capital is None or not others or len(others) == len(places):
            return places
        return others if all(place.distance_km(capital) <= NEARBY_KM for place in others) else places

    def _part(self, words: str, context: Sequence[Place], near: Place | None) -> Resolution:
        """One part: the whole of it as a name, else the names within it."""
        if nth := _NTH_SECTION.search(words):
            number = nth["number"] or _ORDINALS[nth["word"]]
            if found := self._named(f"section {number} {nth['name']}"):
                return self._decided(found, context, near)
        bearing = next((w for w in sorted(_INNER, key=len, reverse=True) if words.startswith(w + " ")), None)
        if found := self._named(words, context):
            return self._typed(words, self._decided(found, context, near))
        whole = self._part(words[len(bearing) + 1 :], context, near).place if bearing else None
        if bearing and whole:
            return Resolution(_inner_part(whole, _INNER[bearing], bearing), (), f"{bearing} part of {whole.name}")
        if _CAPITAL.search(words) and self._means_own_capital(words):
            return Resolution(self._capital, (), "the capital of the mission's area")
        for form in _forms(words):
            if found := self._of_type(words, form) or self._named(form, context):
                return self._typed(words, self._decided(found, context, near))
        answer = self._listed(words, context, near) or self._within(words, context, near)
        if answer.place and answer.place.kind == "country" and _CAPITAL.search(words):
            return Resolution(None, (answer.place,), "a capital that is not named")
        return answer

    def _listed(self, words: str, context: Sequence[Place], near: Place | None) -> Resolution | None:
        """The circle around the places of "A and B"; None where a side names none."""
        sides = _CONJUNCTION.split(words)
        places = [place for side in sides if (place := self._part(side, context, near).place)] if len(sides) > 1 else []
        lowest = _without_containers(places)
        if len(places) < len(sides) or len(lowest) < 2:
            return None
        return Resolution(self._hull(lowest), tuple(lowest), "several places: the smallest circle around them")

    def _within(self, words: str, context: Sequence[Place], near: Place | None) -> Resolution:
        """The names inside a longer phrase, longest first, combined."""
        answers = [self._decided(found, context, near) for found in self._names_in(words)]
        places = [answer.place for answer in answers if answer.place]
        if not places:
            return next((a for a in answers if a.candidates), Resolution(None, (), "no known place in the words"))
        lowest = _without_containers(places)
        if len(lowest) > 1:
            if _LINEAR.search(words):
                return Resolution(self._line(lowest), (), "along a way between places")
            return Resolution(self._hull(lowest), tuple(lowest), "several places: the smallest circle around them")
        why = next(a.why for a in answers if a.place == lowest[0])
        return self._typed(words, Resolution(_not_exact(lowest[0]), (), why))

    def _names_in(self, words: str) -> list[tuple[Place, ...]]:
        """The places named inside the words: longest names first from the left, none overlapping."""
        tokens, found, i = words.split(), [], 0
        while i < len(tokens):
            for j in range(min(len(tokens), i + self._longest), i, -1):
                name = " ".join(tokens[i:j])
                places = self._gazetteer.named(name) if len(name) > 2 else ()
                if places:
                    found.append(places)
                    i = j
                    break
            else:
                i += 1
        return found

    def _related(self, part: _Part, near: Place | None) -> Resolution:
        """Near a place, some km from it, to one side of it, or between two: widened to what the words leave open."""
        if part.relation == "between":
            return self._between(part.words, near)
        answer = self._part(part.words, (), near)
        if answer.place is None:
            return answer
        base = answer.place
        if part.relation == "near":
            return Resolution(_near(base, max(5.0, min(10.0, base.radius_km)), 2), (), f"near {base.name}")
        if part.relation == "distance":
            return Resolution(_at_distance(base, part.km, part.bearing), (), f"{part.km:.0f} km from {base.name}")
        if part.relation == "inside" or base.kind in ("country", "admin1") or base.radius_km > 40:
            return Resolution(
                _inner_part(base, part.bearing, _COMPASS[part.bearing or 0]), (), f"a part of {base.name}"
            )
        return Resolution(_near(base, 2 * NEARBY_KM, 5), (), f"to one side of {base.name}, distance not given")

    def _between(self, words: str, near: Place | None) -> Resolution:
        """The way between the two places of "A and B", at the first "and" with a known place on both sides."""
        for joint in _AND.finditer(words):
            left = self._part(words[: joint.start()], (), near).place
            right = self._part(words[joint.end() :], (), near).place
            if left and right and left != right:
                return Resolution(self._line([left, right]), (), "between two places")
        one = self._part(words, (), near)
        return Resolution(_near(one.place, NEARBY_KM, 5), (), "on a way from it") if one.place else one

    def _named(self, name: str, context: Sequence[Place] = ()) -> tuple[Place, ...]:
        """Every place of that folded name; also by its bare name, where there is no other or the context is near."""
        found = self._gazetteer.named(name)
        if not found or any(place.country in self._area for place in context):
            found = tuple(dict.fromkeys((*found, *self._bare.get(name, ()))))
        if not found and " " not in name:
            found = self._gazetteer.named(f"the {name}")  # "US", "CAR"
        if not found:
            found = self._squashed.get(name.replace(" ", ""), ())
        if not found and _SAINT.search(name):
            found = self._gazetteer.named(_SAINT.sub(lambda m: {"st": "saint", "ste": "sainte"}[m[1]], name))
        return found

    def _of_type(self, words: str, form: str) -> tuple[Place, ...]:
        """The places of that name which are of the type that the words give: department, section."""
        kind = "admin4" if _SECTION.search(words) else "admin1" if _DEPARTMENT.search(words) else None
        both = (*self._gazetteer.named(form), *self._bare.get(form, ()))
        return tuple(dict.fromkeys(place for place in both if kind and place.kind == kind))

    def _typed(self, words: str, answer: Resolution) -> Resolution:
        """The answer, made no finer than the words for its type: a commune's whole area, an area, a road."""
        place = answer.place
        if place is None:
            return answer
        if place.kind == "country" and _BORDER.search(words):
            return Resolution(None, (place,), "a border is not the country behind it")
        if place.kind == "admin3" and _COMMUNE.search(words):
            place = msgspec.structs.replace(place, where_prec=3)
        elif _LINEAR.search(words) and place.kind not in ("road", "country"):
            place = _near(place, 10.0, 5)
        elif _LOOSE.search(words) and place.kind in ("city", "neighbourhood", "landmark", "admin3", "admin4"):
            place = _not_exact(place)
        return msgspec.structs.replace(answer, place=place)

    def _decided(self, found: Sequence[Place], context: Sequence[Place], near: Place | None) -> Resolution:
        """One of the places that bear a name, by the phrase, the area, the document; None where these do not tell."""
        if context:
            fitting = [place for place in found if any(place.within(o) or o.within(place) for o in context)]
            fitting = fitting or [place for place in found if any(_fits(place, outer) for outer in context)]
            if not fitting and all(place.country not in {o.country for o in context} for place in found):
                return Resolution(None, tuple(found), "the name is known elsewhere than the words say")
            found = fitting or found
        inside = [place for place in found if place.country in self._area]
        countries = [place for place in found if place.kind == "country"]
        pool = inside or countries or list(found)
        if len(pool) == 1:
            why = "in the mission's area" if inside else "the only place of that name"
            return Resolution(pool[0], (), f"{pool[0].name}: {why}")
        outer = [place for place in pool if all(other.within(place) for other in pool)]
        if outer:
            return Resolution(outer[0], (), f"{outer[0].name}: contains the others of that name")
        if near and (closest := _closest(pool, near)):
            return Resolution(closest, tuple(pool), f"{closest.name}: the one that the document is about")
        if shared := self._shared_container(pool):
            return Resolution(shared, tuple(pool), f"several places of that name, all in {shared.name}")
        return Resolution(None, tuple(pool), "several places bear the name and nothing decides")

    def _shared_container(self, places: Sequence[Place]) -> Place | None:
        """The smallest division below a first-order one that holds all the places."""
        for place_id in places[0].parents:
            outer = self._gazetteer.get(place_id)
            if outer and outer.kind in ("admin2", "admin3") and all(place.within(outer) for place in places):
                return msgspec.structs.replace(outer, where_prec=max(outer.where_prec, 3))
        return None

    def _means_own_capital(self, words: str) -> bool:
        rest = set(_CAPITAL.sub(" ", words).split()) - _SMALL_WORDS
        return not rest - self._host

    def _hull(self, places: Sequence[Place]) -> Place:
        """A circle around several places."""
        lat, lon = _middle(places)
        circle = _made("region", " / ".join(place.name for place in places), lat, lon, 0.0, 5, places)
        radius = max(circle.distance_km(place) + place.radius_km for place in places)
        coarsest = max(place.where_prec for place in places)
        prec = max(coarsest, 2 if radius <= NEARBY_KM else 3 if coarsest <= 3 and radius <= 2 * NEARBY_KM else 5)
        return self._sized(circle, radius, prec)

    def _line(self, places: Sequence[Place]) -> Place:
        """The way between places: as wide as half their distance, UCDP's linear precision."""
        lat, lon = _middle(places)
        line = _made("road", " – ".join(place.name for place in places), lat, lon, 0.0, 5, places)
        radius = max(line.distance_km(place) + min(place.radius_km, 5.0) for place in places)
        return self._sized(line, radius, max(5, *(place.where_prec for place in places)))

    def _sized(self, place: Place, radius: float, prec: int) -> Place:
        return msgspec.structs.replace(place, radius_km=round(max(radius, 0.1), 1), where_prec=prec)


_SMALL_WORDS = frozenset(re.findall(r"\w+", """
    the of in de la le les l el d du des del a au y et and city s country peyi nan pays pais its sa su
"""))  # fmt: skip


@lru_cache(maxsize=50_000)
def _parts(words: str) -> tuple[_Part, ...]:
    """A phrase cut at separators and relation words, folded; empty parts dropped."""
    parts: list[_Part] = []
    for piece in _CUT.split(_CONVERTED.sub(" ", unicodedata.normalize("NFKC", words))):
        parts += _related_parts(fold(piece))
    return tuple(part for part in parts if part.words)


def _related_parts(piece: str) -> list[_Part]:
    """One piece between separators: what stands before a relation word, and what the relation word governs."""
    if distance := _DISTANCE.search(piece):
        word = distance["word"]
        km = float(_ROUND_NUMBERS[word] if word else f"{distance['number']}.{distance['tenth'] or 0}")
        km *= KM_PER_MILE if distance["unit"].startswith("mi") else 1.0
        bearing = _BEARINGS.get(distance["direction"] or "")
        after = _Part(piece[distance.end() :].strip(), "distance", km, bearing)
        return [_Part(_stripped(piece[: distance.start()])), after]
    if (between := _BETWEEN.search(piece)) and _AND.search(piece, between.end()):
        before = _LINEAR.sub(" ", piece[: between.start()]).strip()
        return [_Part(_stripped(before)), _Part(piece[between.end() :].strip(), "between")]
    if towards := _TOWARDS.search(piece):
        bearing = _BEARINGS[towards["direction"]]
        relation = "inside" if towards["inside"] else "direction"
        after = _Part(piece[towards.end() :].strip(), relation, 0.0, bearing)
        return [_Part(piece[: towards.start()].strip()), after]
    if near := _NEAR_OF.search(piece):
        return [_Part(piece[: near.start()].strip()), _Part(piece[near.end() :].strip(), "near")]
    return [_Part(piece)]


def _stripped(words: str) -> str:
    """The words without what only leads over to a distance: "some", "about", "a", "environ"."""
    return re.sub(
        r"(?: |^)(?:some|about|a|around|environ|quelque|unos|a unos|anviwon|on the|sur la|la|the|au)$", "", words
    )


def _forms(words: str) -> list[str]:
    """The words without type words and articles before and after, the fullest form first."""
    forms = [_LEADING.sub("", words), _TRAILING.sub("", words), _TRAILING.sub("", _LEADING.sub("", words))]
    forms += [_ARTICLES.sub("", form) for form in (words, *forms)]
    return [form for form in dict.fromkeys(forms) if form and form != words]


def _bare_names(gazetteer: Gazetteer, area: frozenset[str]) -> dict[str, tuple[Place, ...]]:
    """Names in the area that a gazetteer lists only with more words: "Centre" (department), "Godet (Kenscoff)"."""
    bare: dict[str, tuple[Place, ...]] = {}

    def put(name: str, place: Place) -> None:
        if place not in bare.get(name, ()):
            bare[name] = (*bare.get(name, ()), place)

    for place in gazetteer:
        if place.country in area:
            put(fold(place.name.split(" (")[0]), place)
    for name, ids in gazetteer.names.items():
        if cut := _DEPARTMENT_FIRST.match(name):
            for division in filter(None, map(gazetteer.get, ids)):
                if division.kind == "admin1":
                    put(name[cut.end() :], division)
    return bare


def _squashed_names(gazetteer: Gazetteer, area: frozenset[str]) -> dict[str, tuple[Place, ...]]:
    """The area's names without spaces: Creole spelling joins and parts words freely ("Petyonvil", "Petyon Vil")."""
    squashed: dict[str, tuple[Place, ...]] = {}
    for name, ids in gazetteer.names.items():
        key = name.replace(" ", "")
        places = tuple(p for i in ids if (p := gazetteer.get(i)) and p.country in area)
        if len(key) > 5 and places:
            squashed[key] = tuple(dict.fromkeys((*squashed.get(key, ()), *places)))
    return squashed


def _host_words(gazetteer: Gazetteer, mission: Mission) -> frozenset[str]:
    """Words that may stand beside "capital" and still mean the mission's own: its countries, host police, places."""
    names = [mission.capital, *mission.hub_places]
    names += [name for name, ids in gazetteer.names.items() if any(i in mission.area for i in ids)]
    for actor in mission.actors:
        if actor.kind in ("police", "military", "government"):
            names += [actor.name, *(alias.name for alias in actor.aliases)]
    return frozenset(word for name in names for word in fold(name).split())


def _fits(place: Place, outer: Place) -> bool:
    """Whether a place may lie beside what the rest of the phrase names."""
    if outer.kind in ("country", "admin1"):
        return False
    return (
        place.country == outer.country
        and place.distance_km(outer) <= 2 * (place.radius_km + outer.radius_km) + NEARBY_KM
    )


def _closest(places: Sequence[Place], near: Place) -> Place | None:
    """The one of the places that is clearly nearest: within reach, and under half as far as the next."""
    ranked = sorted(places, key=near.distance_km)
    first, second = near.distance_km(ranked[0]), near.distance_km(ranked[1])
    same_country = ranked[0].country == near.country
    return ranked[0] if same_country and first <= 2 * NEARBY_KM + near.radius_km and first < second / 2 else None


def _without_containers(places: Sequence[Place]) -> list[Place]:
    """The places without those that contain another of them."""
    unique = list({place.id: place for place in places}.values())
    return [p for p in unique if not any(other.id != p.id and _inside(other, p) for other in unique)]


def _inside(place: Place, outer: Place) -> bool:
    """Whether a place lies in another: by its containers, or by its point in a city, a road's reach, a region."""
    listed = "~" not in outer.id or outer.kind == "road"
    if listed and outer.kind in ("city", "road", "region") and place.radius_km < outer.radius_km:
        return place.within(outer) or place.distance_km(outer) < outer.radius_km
    return place.within(outer)


def _not_exact(place: Place) -> Place:
    """The place as "somewhere in or at it": not finer than near a known point."""
    return msgspec.structs.replace(place, where_prec=max(place.where_prec, 2)) if place.where_prec < 2 else place


def _near(place: Place, wider_km: float, prec: int) -> Place:
    """A circle around a place, wider by so many km; its containers are those that it surely still lies in."""
    return _made(
        "region",
        f"near {place.name}",
        place.lat,
        place.lon,
        place.radius_km + wider_km,
        max(place.where_prec, prec),
        [place],
    )


def _at_distance(place: Place, km: float, bearing: int | None) -> Place:
    """Where "so many km from a place" may be: a ring's disc, or with a direction an eighth of it."""
    if bearing is None:
        radius = place.radius_km + km
        return _made(
            "region", f"{km:.0f} km from {place.name}", place.lat, place.lon, radius, _prec(place, radius), [place]
        )
    lat, lon = _moved(place.lat, place.lon, km, bearing)
    radius = place.radius_km + 0.4 * km
    name = f"{km:.0f} km {_COMPASS[bearing]} of {place.name}"
    return _made("region", name, lat, lon, radius, _prec(place, radius), [place])


def _prec(place: Place, radius: float) -> int:
    return max(place.where_prec, 2 if radius <= NEARBY_KM else 5)


def _inner_part(place: Place, bearing: int | None, word: str) -> Place:
    """The northern, central … part of a place: half its radius, moved to that side; fuzzy where the place is large."""
    away = 0.0 if bearing is None else 0.5 * place.radius_km
    lat, lon = _moved(place.lat, place.lon, away, bearing or 0)
    prec = max(place.where_prec, 2) if place.radius_km <= NEARBY_KM and place.where_prec < 4 else 5
    made = _made("region", f"{word} {place.name}", lat, lon, 0.6 * place.radius_km, prec, [place])
    return msgspec.structs.replace(made, parents=(place.id, *place.parents))


def _moved(lat: float, lon: float, km: float, bearing: float) -> tuple[float, float]:
    """The point so many km away in a direction (degrees from north), on a sphere flat at this scale."""
    new_lat = max(-90.0, min(90.0, lat + km * cos(radians(bearing)) / KM_PER_DEGREE))
    new_lon = lon + km * sin(radians(bearing)) / (KM_PER_DEGREE * max(0.1, cos(radians(lat))))
    return new_lat, (new_lon + 180.0) % 360.0 - 180.0


def _middle(places: Sequence[Place]) -> tuple[float, float]:
    return sum(p.lat for p in places) / len(places), sum(p.lon for p in places) / len(places)


def _made(kind: str, name: str, lat: float, lon: float, radius: float, prec: int, of: Sequence[Place]) -> Place:
    """A place made from others: not on any list, inside the containers that all of them share and it cannot leave."""
    shared = tuple(p for p in of[0].parents if all(p in other.parents or p == other.id for other in of))
    countries = {place.country for place in of}
    return Place(
        id=f"{'+'.join(place.id for place in of)}~{fold(name)}",
        name=name,
        kind=kind,
        lat=round(lat, 4),
        lon=round(lon, 4),
        radius_km=round(radius, 1),
        where_prec=prec,
        country=countries.pop() if len(countries) == 1 else None,
        parents=shared,
    )
