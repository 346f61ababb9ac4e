"""Numbers, dates and money in running text, in English, French, Spanish and Haitian Creole."""

from veye.extract.words.dates import DateKind, DateMention, find_dates
from veye.extract.words.money import MoneyMention, PercentMention, find_money, find_percents
from veye.extract.words.numbers import COUNTING, NumberMention, find_numbers
from veye.extract.words.numerals import NumberKind
from veye.extract.words.tables import LANGUAGES
from veye.extract.words.tokens import Phrases, Tokens, fold_text, phrase, tokenise

__all__ = [
    "COUNTING",
    "LANGUAGES",
    "DateKind",
    "DateMention",
    "MoneyMention",
    "NumberKind",
    "NumberMention",
    "PercentMention",
    "Phrases",
    "Tokens",
    "find_dates",
    "find_money",
    "find_numbers",
    "find_percents",
    "fold_text",
    "phrase",
    "tokenise",
]
