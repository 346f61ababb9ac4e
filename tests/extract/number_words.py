"""Writes whole numbers below a million in words, in four languages: the other way round from what is tested."""

from __future__ import annotations

_EN = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_EN_TENS = ["_", "_", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_FR = [
    "zéro",
    "un",
    "deux",
    "trois",
    "quatre",
    "cinq",
    "six",
    "sept",
    "huit",
    "neuf",
    "dix",
    "onze",
    "douze",
    "treize",
    "quatorze",
    "quinze",
    "seize",
    "dix-sept",
    "dix-huit",
    "dix-neuf",
]
_FR_TENS = ["_", "_", "vingt", "trente", "quarante", "cinquante", "soixante"]
_ES = [
    "cero",
    "uno",
    "dos",
    "tres",
    "cuatro",
    "cinco",
    "seis",
    "siete",
    "ocho",
    "nueve",
    "diez",
    "once",
    "doce",
    "trece",
    "catorce",
    "quince",
    "dieciséis",
    "diecisiete",
    "dieciocho",
    "diecinueve",
    "veinte",
    "veintiuno",
    "veintidós",
    "veintitrés",
    "veinticuatro",
    "veinticinco",
    "veintiséis",
    "veintisiete",
    "veintiocho",
    "veintinueve",
]
_ES_TENS = ["_", "_", "_", "treinta", "cuarenta", "cincuenta", "sesenta", "setenta", "ochenta", "noventa"]
_ES_HUNDREDS = [
    "_",
    "ciento",
    "doscientos",
    "trescientos",
    "cuatrocientos",
    "quinientos",
    "seiscientos",
    "setecientos",
    "ochocientos",
    "novecientos",
]
_HT = [
    "zewo",
    "youn",
    "de",
    "twa",
    "kat",
    "senk",
    "sis",
    "sèt",
    "uit",
    "nèf",
    "dis",
    "onz",
    "douz",
    "trèz",
    "katòz",
    "kenz",
    "sèz",
    "disèt",
    "dizuit",
    "diznèf",
]
_HT_STEMS = {2: "venn", 3: "trann", 4: "karann", 5: "senkann", 6: "swasann"}
_HT_TENS = {2: "ven", 3: "trant", 4: "karant", 5: "senkant", 6: "swasant"}
_HT_HUNDREDS = ["_", "san", "desan", "twasan", "katsan", "senksan", "sisan", "sètsan", "uisan", "nèfsan"]


def english(n: int) -> str:
    """`n` in English words: "two hundred and five"."""
    if n >= 1000:
        rest = n % 1000
        return f"{english(n // 1000)} thousand" + (f"{' and' if rest < 100 else ''} {english(rest)}" if rest else "")
    if n >= 100:
        return f"{_EN[n // 100]} hundred" + (f" and {english(n % 100)}" if n % 100 else "")
    if n >= 20:
        return _EN_TENS[n // 10] + (f"-{_EN[n % 10]}" if n % 10 else "")
    return _EN[n]


def french(n: int) -> str:
    """`n` in French words: "quatre-vingt-dix-sept"."""
    if n >= 1000:
        head = "mille" if n < 2000 else f"{french(n // 1000)} mille"
        return head + (f" {french(n % 1000)}" if n % 1000 else "")
    if n >= 100:
        head = "cent" if n < 200 else f"{_FR[n // 100]} cent"
        return head + (f" {french(n % 100)}" if n % 100 else "")
    if n >= 80:
        return "quatre-vingt" + (f"-{_FR[n - 80]}" if n > 80 else "s")
    if n >= 60:
        return "soixante" + (" et onze" if n == 71 else " et un" if n == 61 else f"-{_FR[n - 60]}" if n > 60 else "")
    if n >= 20:
        return _FR_TENS[n // 10] + (" et un" if n % 10 == 1 else f"-{_FR[n % 10]}" if n % 10 else "")
    return _FR[n]


def spanish(n: int) -> str:
    """`n` in Spanish words: "mil doscientos treinta y cinco"."""
    if n >= 1000:
        head = "mil" if n < 2000 else f"{spanish(n // 1000)} mil"
        return head + (f" {spanish(n % 1000)}" if n % 1000 else "")
    if n == 100:
        return "cien"
    if n >= 100:
        return _ES_HUNDREDS[n // 100] + (f" {spanish(n % 100)}" if n % 100 else "")
    if n >= 30:
        return _ES_TENS[n // 10] + (f" y {_ES[n % 10]}" if n % 10 else "")
    return _ES[n]


def creole(n: int) -> str:
    """`n` in Haitian Creole words: "de mil senksan venntwa"."""
    if n >= 1000:
        head = "mil" if n < 2000 else f"{creole(n // 1000)} mil"
        return head + (f" {creole(n % 1000)}" if n % 1000 else "")
    if n >= 100:
        return _HT_HUNDREDS[n // 100] + (f" {creole(n % 100)}" if n % 100 else "")
    if n >= 80:
        return "katreven" + (_HT[n - 80] if n > 81 else "en" if n == 81 else "")
    if n >= 70:
        return "swasann" + _HT[n - 60]
    if n >= 20:
        tens, unit = divmod(n, 10)
        return _HT_TENS[tens] if not unit else f"{_HT_TENS[tens]}eyen" if unit == 1 else _HT_STEMS[tens] + _HT[unit]
    return _HT[n]


WRITERS = {"en": english, "fr": french, "es": spanish, "ht": creole}
NOUNS = {"en": "people", "fr": "personnes", "es": "personas", "ht": "moun"}
