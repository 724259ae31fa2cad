"""Figures of the packed program, as ratios to a bare Qt Quick program packed the same way.

    python -m bench.bundle_figures [dist/fieldapp]

The folder is made by `make bundle`. The bare one, a window with a word in it, is packed here with
the same parts of Qt left out and the same smaller ICU. Start: from the program's start to its first
frame, offscreen in software, the first run not counted, the three in turns; the source tree is the
third. Memory: what is resident once that frame is drawn, shared or not: whoever else runs from the
source tree's libraries meanwhile would make its share of them smaller than the others'.
"""

from __future__ import annotations

import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.report import tell
from bundling import icu

ROOT = Path(__file__).resolve().parent.parent
TIMES = 7
SIZE_GOAL, START_GOAL, DEB_GOAL = 180_000_000, 1.2, 50_000_000
_FRAME = "renderloop"
_SPEC = """
import sys
sys.path.insert(0, {root!r})
from bundling import left_out
made = Analysis([{script!r}], excludes=left_out.MODULES)
made.binaries, made.datas = left_out.kept(made.binaries), left_out.kept(made.datas)
plain = dict(name="bare", strip=True, upx=False)
exe = EXE(PYZ(made.pure), made.scripts, [], exclude_binaries=True, **plain)
COLLECT(exe, made.binaries, made.datas, **plain)
"""


@dataclass(frozen=True, slots=True)
class Start:
    """One start: seconds to the first frame, those a processor worked for it, bytes of memory."""

    seconds: float
    worked: float
    bytes: int


def measure(program: Path) -> None:
    """Measure and tell size, start and memory."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        bare = _bare(folder)
        size, floor = _size(program), _size(bare)
        tell(
            "bundle size", bytes=size, floor_bytes=floor, ratio=size / floor, goal=SIZE_GOAL,
            is_met=size <= SIZE_GOAL,
        )  # fmt: skip
        for deb in program.parent.glob("*.deb"):
            packed = deb.stat().st_size
            tell("deb size", bytes=packed, goal=DEB_GOAL, is_met=packed <= DEB_GOAL)
        _tell_starts(program, bare, folder / "home")


def _tell_starts(program: Path, bare: Path, home: Path) -> None:
    ways: dict[str, Sequence[str]] = {
        "bundle": [str(program / "fieldapp"), "--home", str(home)],
        "source": [sys.executable, "-m", "ui", "--home", str(home)],
        "bare": [str(bare / "bare"), "--stay"],
    }
    starts: dict[str, list[Start]] = {way: [] for way in ways}
    for number in range(TIMES + 1):
        for way, words in ways.items():
            start = _start(words)
            if number > 0:
                starts[way].append(start)
            shutil.rmtree(home, ignore_errors=True)
    seconds = {way: statistics.median(one.seconds for one in all_) for way, all_ in starts.items()}
    worked = {way: statistics.median(one.worked for one in all_) for way, all_ in starts.items()}
    memory = {way: statistics.median(one.bytes for one in all_) for way, all_ in starts.items()}
    tell(
        "bundle start",
        seconds=seconds["bundle"],
        source_seconds=seconds["source"],
        floor_seconds=seconds["bare"],
        ratio=seconds["bundle"] / seconds["bare"],
        source_ratio=seconds["bundle"] / seconds["source"],
        goal_source_ratio=START_GOAL,
        is_met=seconds["bundle"] <= START_GOAL * seconds["source"],
    )
    # What other work on the machine disturbs less.
    tell(
        "bundle start, processor",
        seconds=worked["bundle"],
        source_seconds=worked["source"],
        floor_seconds=worked["bare"],
        ratio=worked["bundle"] / worked["bare"],
        source_ratio=worked["bundle"] / worked["source"],
    )
    tell(
        "bundle memory",
        bytes=float(memory["bundle"]),
        source_bytes=float(memory["source"]),
        floor_bytes=float(memory["bare"]),
        ratio=memory["bundle"] / memory["bare"],
        source_ratio=memory["bundle"] / memory["source"],
    )


def _bare(folder: Path) -> Path:
    """Pack a bare window; gives its folder."""
    spec = folder / "bare.spec"
    spec.write_text(_SPEC.format(root=str(ROOT), script=str(ROOT / "bench" / "bare_window.py")))
    words = ["-m", "PyInstaller", "--log-level", "ERROR", "--distpath", folder, "--workpath"]
    subprocess.run([sys.executable, *words, folder / "work", spec], check=True)
    made = folder / "bare"
    for library in (made / "_internal" / "PySide6" / "Qt" / "lib").glob("libicudata.so.*"):
        smaller = library.with_name("smaller")
        icu.shrink(library, smaller)
        smaller.replace(library)
    return made


def _size(folder: Path) -> int:
    return sum(one.lstat().st_size for one in folder.rglob("*") if one.is_file())


def _start(words: Sequence[str]) -> Start:
    """Start a program, wait for its first frame, look at its memory, and end it."""
    rules = {"QT_LOGGING_RULES": "qt.scenegraph.time.renderloop=true"}
    quiet = {"QT_QPA_PLATFORM": "offscreen", "QT_QUICK_BACKEND": "software"}
    begun = time.perf_counter()
    with subprocess.Popen(
        words, env={**os.environ, **quiet, **rules}, cwd=ROOT, stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE, text=True,
    ) as child:  # fmt: skip
        assert child.stderr is not None
        for line in child.stderr:
            if _FRAME in line:
                seconds = time.perf_counter() - begun
                start = Start(seconds, _worked(child.pid), _memory(child.pid))
                child.kill()
                return start
    raise RuntimeError(f"{words[0]} drew no frame")


def _worked(pid: int) -> float:
    told = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(told[11]) + int(told[12])) / os.sysconf("SC_CLK_TCK")


def _memory(pid: int) -> int:
    told = Path(f"/proc/{pid}/smaps_rollup").read_text()
    return 1024 * int(re.findall(r"^Rss:\s+(\d+) kB", told, flags=re.MULTILINE)[0])


if __name__ == "__main__":
    measure(Path(sys.argv[1] if len(sys.argv) > 1 else "dist/fieldapp").resolve())
