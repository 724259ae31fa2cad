"""`fieldapp demo` on the command line: read by the console's own parser, run by the face."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from fieldapp.cli.console import Spoken, complain, speak, speak_utf8
from fieldapp.cli.main import parser
from fieldapp.cli.parser import wants_json
from fieldapp.cli.shapes import Done
from fieldapp.errors import Refused, Trouble

_WITH_VALUE = ("--home", "--pin-file")


def is_demo(given: Sequence[str]) -> bool:
    """Tell whether these arguments call for the demo: the first word that is no option."""
    words = iter(given)
    for word in words:
        if word in _WITH_VALUE:
            next(words, None)
        elif not word.startswith("-"):
            return word == "demo"
    return False


def main(given: Sequence[str]) -> int:
    """Run the demo as it was asked for; gives the exit code."""
    speak_utf8()
    as_json = wants_json(given)
    try:
        options = parser().parse_args(list(given))
        home = Path(options.home) if options.home else None
        pictures = Path(options.pictures) if options.pictures else None
        return _run(home, pictures, as_json=as_json)
    except (Refused, Trouble) as error:
        return int(complain(error, as_json=as_json))
    except SystemExit as ended:
        # Only `--help` ends so.
        return int(ended.code or 0)
    except KeyboardInterrupt:
        sys.stderr.write("停下了。\n")
        return 0


def _run(home: Path | None, pictures: Path | None, *, as_json: bool) -> int:
    from ui.demo.run import run_demo

    stream = sys.stderr if as_json else sys.stdout

    def say(sentence: str) -> None:
        stream.write(f"{sentence}\n")
        stream.flush()

    code, count = run_demo(home, pictures, say)
    if as_json:
        speak(Spoken(Done(count=count)), as_json=True)
    return code
