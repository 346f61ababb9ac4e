"""The forms as tables, and their XLSForm workbook."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import msgspec

from veye.errors import InputError, InternalError, did_you_mean

TABLES = Path(__file__).parent / "tables"
LANGUAGES = {"en": "English (en)", "fr": "Français (fr)", "es": "Español (es)", "ht": "Kreyòl (ht)"}

Labels = dict[str, str]


class Question(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One question: its name, XLSForm type, labels and hints by language, and the rules for its answer."""

    name: str
    type: str
    label: Labels
    hint: Labels = {}
    required: bool = False
    constraint: str | None = None
    relevant: str | None = None
    appearance: str | None = None

    @property
    def list_name(self) -> str | None:
        """The answer list of a choice question; None for any other."""
        kind, _, name = self.type.partition(" ")
        return name if kind in ("select_one", "select_multiple") else None


class Form(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One form: title by language, version, questions in order."""

    title: Labels
    version: str
    questions: tuple[Question, ...]


def form_names() -> list[str]:
    """The names of the forms, in alphabetical order."""
    return sorted(p.stem for p in TABLES.glob("*.yaml") if not p.stem.startswith("_"))


@cache
def load_form(name: str) -> Form:
    """The form of that name; InputError for an unknown one."""
    if name not in form_names():
        raise InputError(f"there is no form '{name}'", hint=did_you_mean(name, form_names()))
    form: Form = _convert(TABLES / f"{name}.yaml", Form)
    unknown = [q.list_name for q in form.questions if q.list_name and q.list_name not in load_lists()]
    if unknown:
        raise InternalError(f"no such answer list: {', '.join(map(str, unknown))}", where=name)
    return form


@cache
def load_lists() -> dict[str, dict[str, Labels]]:
    """The answer lists shared by the forms: list name, answer name, label by language."""
    lists: dict[str, dict[str, Labels]] = _convert(TABLES / "_lists.yaml", dict[str, dict[str, Labels]])
    return lists


def write_form(name: str, path: str | Path) -> Path:
    """Writes the form as an XLSForm workbook (sheets survey, choices, settings) and gives its path.

    InputError for an unknown form, or where the library that writes workbooks is not installed.
    """
    form = load_form(name)
    try:
        from openpyxl import Workbook  # type: ignore[import-untyped]
    except ImportError as error:
        raise InputError("writing forms needs openpyxl", hint="Install veye with the extra 'forms'.") from error
    book = Workbook()
    for title, rows in (("survey", _survey(form)), ("choices", _choices(form)), ("settings", _settings(name, form))):
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
        sheet.freeze_panes = "A2"
    book.remove(book.worksheets[0])
    target = Path(path)
    book.save(target)
    return target


def _survey(form: Form) -> Iterator[list[str]]:
    labels = [f"label::{n}" for n in LANGUAGES.values()] + [f"hint::{n}" for n in LANGUAGES.values()]
    yield ["type", "name", *labels, "required", "constraint", "relevant", "appearance"]
    for question in form.questions:
        words = [question.label[code] for code in LANGUAGES] + [question.hint.get(code, "") for code in LANGUAGES]
        required = "yes" if question.required else ""
        rules = (question.constraint, question.relevant, question.appearance)
        yield [question.type, question.name, *words, required, *(r or "" for r in rules)]


def _choices(form: Form) -> Iterator[list[str]]:
    yield ["list_name", "name", *(f"label::{n}" for n in LANGUAGES.values())]
    for list_name in dict.fromkeys(q.list_name for q in form.questions if q.list_name):
        for answer, labels in load_lists()[list_name].items():
            yield [list_name, answer, *(labels[code] for code in LANGUAGES)]


def _settings(name: str, form: Form) -> Iterator[list[str]]:
    yield ["form_title", "form_id", "version", "default_language"]
    yield [form.title["en"], f"veye_{name}", form.version, LANGUAGES["en"]]


def _convert(path: Path, kind: Any) -> Any:
    import yaml

    try:
        return msgspec.convert(yaml.safe_load(path.read_text(encoding="utf-8")), kind)
    except (OSError, yaml.YAMLError, msgspec.ValidationError) as error:
        raise InternalError(f"the table cannot be used ({error})", where=path.name) from error
