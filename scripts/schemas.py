"""Writes the schemas of the console's JSON documents, and the table of commands that names them.

Run from the project's root: `python -m scripts.schemas`. A test sees that both are current.
"""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from fieldapp.cli.main import parser
from fieldapp.cli.shapes import ErrorDocument

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "docs" / "schemas" / "fieldapp"
PAGE = ROOT / "docs" / "console.md"
_TABLE = re.compile(r"(<!-- commands -->\n).*(<!-- end -->)", re.DOTALL)


def commands(root: argparse.ArgumentParser | None = None) -> Iterator[argparse.ArgumentParser]:
    """Walk the commands that can be run, in the order of `--help`."""
    top = root or parser()
    if top.get_default("run") is not None:
        yield top
    for action in top._actions:  # noqa: SLF001 - argparse tells its commands nowhere else
        if isinstance(action, argparse._SubParsersAction):
            for below in action.choices.values():
                yield from commands(below)


def shape_of(command: argparse.ArgumentParser) -> type[msgspec.Struct]:
    """Give the type of the document that a command prints."""
    shape: type[msgspec.Struct] = command.get_default("shape")
    return shape


def file_name(shape: type[msgspec.Struct]) -> str:
    """Name the schema file of a document type: `SyncDone` is in sync-done.json."""
    words = re.findall(r"[A-Z][a-z0-9]*", shape.__name__.removesuffix("Document"))
    return "-".join(word.lower() for word in words) + ".json"


def schemas() -> dict[str, str]:
    """Give the text of each schema file by its name."""
    shapes = {shape_of(one) for one in commands()} | {ErrorDocument}
    return {file_name(shape): _schema(shape) for shape in shapes}


def _schema(shape: type[msgspec.Struct]) -> str:
    found: dict[str, Any] = msgspec.json.schema(shape)
    found = {"$schema": "https://json-schema.org/draft/2020-12/schema", **found}
    return json.dumps(found, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def table() -> str:
    """Give the table of all commands, what each is for and what it prints."""
    lines = ["| command | what it does | `--json` prints |", "|---|---|---|"]
    for one in commands():
        schema = file_name(shape_of(one))
        link = f"[{schema.removesuffix('.json')}](schemas/fieldapp/{schema})"
        lines.append(f"| `{one.prog}` | {one.description} | {link} |")
    return "\n".join(lines) + "\n"


def page() -> str:
    """Give the text of docs/console.md with the table as it must be."""
    return _TABLE.sub(lambda found: found[1] + table() + found[2], PAGE.read_text("utf-8"))


def main() -> None:
    """Write everything anew and remove schemas that nothing prints any more."""
    wanted = schemas()
    for old in FOLDER.glob("*.json"):
        if old.name not in wanted:
            old.unlink()
    for name, text in wanted.items():
        (FOLDER / name).write_text(text, "utf-8")
    PAGE.write_text(page(), "utf-8")


if __name__ == "__main__":
    main()
