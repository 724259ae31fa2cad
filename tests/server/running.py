"""A real `fieldserver` process for tests, driven by its own commands."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from server.admin import main

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Done:
    """What a command came to."""

    code: int
    document: dict[str, Any]
    said: str


@dataclass(frozen=True)
class Console:
    """`fieldserver` with its database and data folder."""

    url: str
    data: Path

    def words(self, *arguments: str) -> list[str]:
        """Give the whole command line."""
        start = [sys.executable, "-m", "server.admin", "--database", self.url]
        return [*start, "--data", str(self.data), "--json", *arguments]

    def run(self, *arguments: str) -> Done:
        """Run one command to its end."""
        done = subprocess.run(
            self.words(*arguments), capture_output=True, cwd=ROOT, check=False, timeout=60
        )
        text = done.stdout.decode()
        return Done(done.returncode, json.loads(text), done.stderr.decode())

    def here(self, *arguments: str) -> tuple[int, str]:
        """Run one command in this process, which is quicker; give its exit code and words."""
        with redirect_stdout(io.StringIO()) as out, redirect_stderr(io.StringIO()):
            code = main(self.words(*arguments)[3:])
        return code, out.getvalue()

    def do(self, *arguments: str) -> dict[str, Any]:
        """Run one command that must work."""
        code, out = self.here(*arguments)
        assert code == 0, out
        document: dict[str, Any] = json.loads(out)
        return document

    @contextmanager
    def serving(self, *arguments: str) -> Iterator[Serving]:
        """Serve on a free port until the block ends."""
        started = start(self.words("serve", "--port", "0", *arguments))
        try:
            yield started
        finally:
            started.process.kill()
            started.process.wait(30)
            assert started.process.stdout is not None
            started.process.stdout.close()


@dataclass(frozen=True)
class Serving:
    """A server under way."""

    process: subprocess.Popen[bytes]
    url: str


def start(words: list[str]) -> Serving:
    """Start a server and wait for its first line."""
    process = subprocess.Popen(
        words, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, cwd=ROOT, env=dict(os.environ)
    )
    assert process.stdout is not None
    return Serving(process, json.loads(process.stdout.readline())["url"])
