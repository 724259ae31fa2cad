"""A real `fieldserver` in a process of its own, on this machine only, that ends with the demo."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from fieldapp.errors import Trouble

ANSWERS_WITHIN_S = 60
# Several commands of the console program in one process: starting one costs most of a second.
_SEVERAL = """
import json, sys
from server.admin import main
for words in json.load(sys.stdin):
    code = main(words)
    if code:
        sys.exit(code)
"""
# A packaged program has no Python to run modules with; its server lies beside it.
_PACKAGED = bool(getattr(sys, "frozen", False))
_PROGRAM = (
    [str(Path(sys.executable).with_stem("fieldserver"))]
    if _PACKAGED
    else [sys.executable, "-m", "server.admin"]
)


class DemoServer:
    """The server of one demo folder. As a context manager it serves until the end."""

    def __init__(self, folder: Path, clock: str = "") -> None:
        self.folder = folder
        self.url = ""
        self._clock = clock
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> DemoServer:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def command(self, *several: Sequence[str]) -> list[dict[str, Any]]:
        """Run commands of `fieldserver`; gives the document of each. Raises Trouble."""
        words = [["--data", str(self.folder), "--json", *one] for one in several]
        if not _PACKAGED:
            return self._run([sys.executable, "-c", _SEVERAL], json.dumps(words).encode())
        return [told for one in words for told in self._run([*_PROGRAM, *one])]

    def _run(self, words: Sequence[str], told: bytes = b"") -> list[dict[str, Any]]:
        done = subprocess.run(  # noqa: S603 - our own program
            words, input=told, capture_output=True, check=False, env=self._environment()
        )
        if done.returncode != 0:
            self._note(done.stderr)
            raise _not_there()
        return [json.loads(line) for line in done.stdout.splitlines()]

    def start(self) -> None:
        """Start serving on a free port, until stopped or until this process ends."""
        arguments = ["--data", str(self.folder), "--json", "serve", "--port", "0"]
        with (self.folder / "server.log").open("ab") as log:
            self._process = subprocess.Popen(  # noqa: S603 - our own program
                [*_PROGRAM, *arguments, "--with-parent", str(os.getpid())],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=log,
                env=self._environment(),
                # Ctrl-C is for the demo, which then ends its server in good order.
                start_new_session=sys.platform != "win32",
            )
        assert self._process.stdout is not None
        said = self._process.stdout.readline()
        if not said:
            self.stop()
            raise _not_there()
        self.url = str(json.loads(said)["url"])

    def stop(self) -> None:
        """End it in good order."""
        process, self._process = self._process, None
        if process is None:
            return
        process.terminate()
        try:
            process.wait(ANSWERS_WITHIN_S / 4)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        if process.stdout is not None:
            process.stdout.close()

    def _environment(self) -> dict[str, str]:
        without = {name: value for name, value in os.environ.items() if "FIELDSERVER" not in name}
        root = str(Path(__file__).resolve().parent.parent.parent)
        without["PYTHONPATH"] = os.pathsep.join(
            part for part in (root, os.environ.get("PYTHONPATH", "")) if part
        )
        without["PYTHONUTF8"] = "1"
        return {**without, "FIELDSERVER_CLOCK": self._clock} if self._clock else without

    def _note(self, told: bytes) -> None:
        with (self.folder / "server.log").open("ab") as log:
            log.write(told)


def _not_there() -> Trouble:
    return Trouble(
        "demo-server",
        "演示用的服务器没有起来，别的都没动。看一下演示文件夹里的 server.log，再试一次。",
    )
