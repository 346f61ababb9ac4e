"""`veye doctor`."""

from __future__ import annotations

import os
import platform
import sqlite3
import sys
from importlib.metadata import PackageNotFoundError, requires, version
from importlib.util import find_spec

from veye import __version__
from veye.cli.talk import say
from veye.errors import VeyeError
from veye.settings import Settings

_EXTRAS = {"outlook": ("numba", "SALib"), "undercount": ("numba",), "forms": ("pyxform",)}


def run_doctor(settings: Settings) -> None:
    """Print what is installed, set, loaded and missing."""
    from veye.extract import READERS
    from veye.facts import load_gazetteer, load_mission, mission_names

    say(f"veye {__version__}; Python {platform.python_version()} ({sys.executable}); SQLite {sqlite3.sqlite_version}")
    say(f"cores: {os.cpu_count()}")
    say("settings:")
    for name in (f for f in Settings.__struct_fields__ if f != "origins"):
        say(f"  {name} = {getattr(settings, name)!r}  (from {settings.origins.get(name, 'built-in default')})")
    say(f"readers: {', '.join(READERS)}")
    say("mission profiles:")
    own = [settings.mission] if settings.mission and settings.mission not in mission_names() else []
    for profile in (*mission_names(), *own):
        try:
            mission = load_mission(profile)
            places = load_gazetteer(mission.area)
            held = f"{len(mission.names)} names, {len(mission.actors)} actors; gazetteer {len(places):,} places"
            say(f"  {profile}: {held}")
        except VeyeError as error:
            say(f"  {profile}: NOT USABLE: {error}")
    say("libraries:")
    for requirement in requires("veye") or []:
        name = requirement.split(";")[0].split(">")[0].split("=")[0].split("[")[0].strip()
        if "extra ==" not in requirement:
            try:
                say(f"  {name} {version(name)}")
            except PackageNotFoundError:
                say(f"  {name} MISSING: reinstall Veye")
    for extra, modules in _EXTRAS.items():
        missing = [m for m in modules if find_spec(m) is None]
        state = "installed" if not missing else f"not installed: pip install 'veye[{extra}]'"
        say(f"  extra {extra}: {state}")
