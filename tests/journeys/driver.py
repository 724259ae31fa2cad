"""A worker who can be killed at any moment: does a plan of console commands, keeping a journal.

`python -m tests.journeys.driver HOME PLAN JOURNAL`. Before each step its key is written to the
journal, after it that it is done. Started again after a kill, it looks whether the step in
doubt has happened, as a person would, and goes on.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import sys
from pathlib import Path
from typing import Any

from fieldapp.cli.main import main as console
from ui.line import HttpConnect


class StepRefused(RuntimeError):
    """A step ended with another exit code than 0."""


class Driver:
    """Runs the steps of a plan against one home."""

    def __init__(self, home: Path, journal: Path) -> None:
        self._home = home
        self._journal = journal

    def run(self, plan: list[dict[str, Any]]) -> None:
        """Do all steps that are not done yet."""
        begun, done = self._read_journal()
        for step in plan:
            key = step["key"]
            if key in done:
                continue
            is_in_doubt = key in begun
            self._note("begun", key)
            getattr(self, f"_do_{step['do']}")(step, is_in_doubt=is_in_doubt)
            self._note("done", key)

    def _do_visit(self, step: dict[str, Any], *, is_in_doubt: bool) -> None:
        if is_in_doubt and self._is_noted(step["key"]):
            return
        self.call("visit", step["door"], "--outcome", step["outcome"], "--note", step["key"])

    def _do_set(self, step: dict[str, Any], *, is_in_doubt: bool) -> None:
        self.call("set", step["kind"], step["id"], f"{step['field']}={step['value']}")

    def _do_diary(self, step: dict[str, Any], *, is_in_doubt: bool) -> None:
        entry = self._written(step["key"]) if is_in_doubt else None
        if entry is None:
            entry = {"entry": self.call("diary", "write", step["key"])["id"], "state": "draft"}
        if entry["state"] == "draft":
            self.call("diary", "submit", entry["entry"])

    def _is_noted(self, key: str) -> bool:
        rows = self.call("dump")["rows"]
        return any(row["fields"].get("note") == key for row in rows)

    def _written(self, key: str) -> dict[str, Any] | None:
        for entry in self.call("diary", "list")["rows"]:
            if key in json.dumps(entry, ensure_ascii=False):
                found: dict[str, Any] = entry
                return found
        return None

    def call(self, *arguments: str) -> dict[str, Any]:
        """Run one console command in this process and give its JSON document."""
        out = io.StringIO()
        with contextlib.redirect_stdout(out):
            code = console(["--home", str(self._home), "--json", *arguments], HttpConnect())
        if code != 0:
            raise StepRefused(f"{arguments[0]} ended with {code}: {out.getvalue()}")
        document: dict[str, Any] = json.loads(out.getvalue())
        return document

    def _read_journal(self) -> tuple[set[str], set[str]]:
        lines = self._journal.read_text().splitlines() if self._journal.exists() else []
        words = [line.split(" ", 1) for line in lines if " " in line]
        return (
            {key for word, key in words if word == "begun"},
            {key for word, key in words if word == "done"},
        )

    def _note(self, word: str, key: str) -> None:
        with self._journal.open("a") as journal:
            journal.write(f"{word} {key}\n")
            journal.flush()
            os.fsync(journal.fileno())


if __name__ == "__main__":
    home, plan, journal = (Path(argument) for argument in sys.argv[1:4])
    Driver(home, journal).run(json.loads(plan.read_text()))
