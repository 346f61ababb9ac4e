"""Mission profiles: one readable YAML file a mission, checked with errors that say which line to mend."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
import yaml

from veye.errors import InputError, did_you_mean
from veye.facts.profile_checks import check_profile
from veye.facts.profile_yaml import PathLine, parse_profile
from veye.records import Mission

MISSIONS = Path(__file__).parent / "missions"
_AT = re.compile(r"^(?P<what>.*?)(?: - at `(?P<path>[^`]*)`)?$", re.DOTALL)
_TOKEN = re.compile(r"\.(\w+)|\[(\d+)\]")


def mission_names() -> list[str]:
    """The names of the shipped mission profiles, in order."""
    return sorted(path.stem for path in MISSIONS.glob("*.yml") if not path.stem.startswith("_"))


def mission_template() -> str:
    """A commented profile with every key: it loads once its empty values are filled in."""
    return (MISSIONS / "_template.yml").read_text(encoding="utf-8")


def load_mission(name_or_path: str | Path) -> Mission:
    """The profile of a shipped mission by name, or of a file by path.

    InputError names the file, the line, the key, the value found and what is expected there.
    """
    name = str(name_or_path)
    if name in mission_names():
        return _shipped(name)
    path = Path(name_or_path)
    if path.is_file():
        return _read(path)
    if path.suffix in (".yml", ".yaml") or len(path.parts) > 1:
        raise InputError("no such mission profile.", where=name, hint="'veye mission new' writes a template.")
    raise InputError(f"no mission '{name}' is shipped.", hint=did_you_mean(name, mission_names()))


@cache
def _shipped(name: str) -> Mission:
    return _read(MISSIONS / f"{name}.yml")


def _read(path: Path) -> Mission:
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise InputError("the profile is not UTF-8 text", where=str(path), hint="Save it as UTF-8.") from error
    try:
        data, lines = parse_profile(text)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise InputError(f"not valid YAML: {error.problem}", where=f"{path}:{line}") from error
    except yaml.YAMLError as error:
        raise InputError(f"not valid YAML: {error}", where=str(path)) from error
    if not isinstance(data, dict):
        raise InputError("a profile is a list of 'key: value' lines", where=f"{path}:1")
    try:
        mission = msgspec.convert(data, Mission)
    except msgspec.ValidationError as error:
        raise _mendable(error, path, data, lines) from error
    except ValueError as error:  # a record's own rule
        raise InputError(str(error), where=str(path)) from error
    check_profile(mission, lambda *tokens: f"{path}:{lines.of(tokens)}")
    return mission


def _mendable(error: msgspec.ValidationError, path: Path, data: Any, lines: PathLine) -> InputError:
    """The error as file, line, key, value found, and what is expected."""
    match = _AT.match(str(error))
    what, where = (match["what"], match["path"] or "$") if match else (str(error), "$")
    tokens = tuple(key or int(index) for key, index in _TOKEN.findall(where))
    key = ".".join(str(t) for t in tokens)
    field = re.search(r"field `([^`]+)`", what)
    if field and "unknown" in what:
        known = _keys_at(tokens)
        at = f"{path}:{lines.of((*tokens, field[1]))}"
        return InputError(f"unknown key '{field[1]}'{_inside(key)}.", where=at, hint=did_you_mean(field[1], known))
    if field and "missing" in what:
        line = lines.of(tokens)
        return InputError(f"the key '{field[1]}' is missing{_inside(key)}.", where=f"{path}:{line}", hint="Add it.")
    value, at = _value_at(data, tokens), f"{path}:{lines.of(tokens)}"
    hint = "Put it in quotes." if what.startswith("Expected `str") and isinstance(value, int | float) else ""
    if value is None:
        return InputError(
            f"'{key}' has no value: {_plain(what)}.", where=f"{path}:{lines.of(tokens)}", hint="Fill it in."
        )
    return InputError(f"'{key}' is {value!r}: {_plain(what)}.", where=f"{path}:{lines.of(tokens)}", hint=hint)


def _inside(key: str) -> str:
    return f" in '{key}'" if key else ""


def _plain(what: str) -> str:
    """msgspec's words in lower case and without its code marks.

    >>> _plain("Expected `int | null`, got `str`")
    'expected int or nothing, got str'
    """
    words = what.replace("`", "").replace(" | null", " or nothing").replace("null", "nothing").replace("object", "keys")
    return words[0].lower() + words[1:]


def _value_at(data: Any, tokens: tuple[str | int, ...]) -> Any:
    for token in tokens:
        try:
            data = data[token]
        except (KeyError, IndexError, TypeError):
            return None
    return data


def _keys_at(tokens: tuple[str | int, ...]) -> list[str]:
    """The keys that a profile knows at a path; empty where the path leads nowhere."""
    info: Any = msgspec.inspect.type_info(Mission)
    for token in tokens:
        if isinstance(token, str):
            info = next((f.type for f in getattr(info, "fields", ()) if f.encode_name == token), None)
        else:
            info = getattr(info, "item_type", info)
        if isinstance(info, msgspec.inspect.UnionType):
            inner = (msgspec.inspect.StructType, msgspec.inspect.VarTupleType)
            info = next((t for t in info.types if isinstance(t, inner)), None)
    return [f.encode_name for f in getattr(info, "fields", ())]
