"""The project's own files, as the house rules see them."""

from __future__ import annotations

import ast
import subprocess
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGES = ("fieldapp", "resources", "server", "sync", "ui")


def tracked(*patterns: str) -> list[Path]:
    """List what a clone would hold, and what is about to be added; ignored files are nobody's."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", "--", *patterns],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    names = [name for name in listed.stdout.split("\0") if name]
    # A file that was just deleted is still in the index until the commit.
    return [ROOT / name for name in sorted(names) if (ROOT / name).is_file()]


def name_of(path: Path) -> str:
    """Name a file as a reader would look for it."""
    return path.relative_to(ROOT).as_posix()


def parsed(path: Path) -> ast.Module:
    """Read a Python file as a tree."""
    return ast.parse(path.read_text("utf-8"), filename=name_of(path))
