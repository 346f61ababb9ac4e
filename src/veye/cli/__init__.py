"""The front door: one verb a room, results to standard output, talk to standard error.

Exit codes: 0 done, 1 Veye's own fault, 2 something to mend in what was given, 3 done but with open issues.
"""

from __future__ import annotations

import sys

from veye.cli.app import app
from veye.errors import VeyeError


def main() -> None:
    """Run the command line; a known error is told in one line and sets its own exit code."""
    try:
        app()
    except VeyeError as error:
        from veye.cli.talk import tell

        tell(f"veye: {error}")
        sys.exit(error.exit_code)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(0)
