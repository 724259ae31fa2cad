"""Finishes the folder that PyInstaller made: smaller ICU, second name, licences, the manifest.

python -m bundling.finish dist/fieldapp
"""

from __future__ import annotations

import argparse
import hashlib
import json
import platform
import shutil
import subprocess
import sys
from datetime import UTC, datetime
from importlib.metadata import distribution
from pathlib import Path
from typing import Any

from bundling import closed, icu, licences

ROOT = Path(__file__).resolve().parent.parent
ABOUT = "about"
"""Where in the program's own folder the manifest and the licences lie."""


def finish(folder: Path, publisher: Path | None = None) -> dict[str, Any]:
    """Finish one folder; gives its manifest. Raises ValueError where something is missing.

    `publisher`: the public key whose updates the program will take; without one it takes none.
    """
    within = folder / "_internal"
    packages: list[str] = []
    if sys.platform == "linux":
        _shrink_icu(within)
        _give_second_name(folder)
        _drop_broken_links(within)
        packages = closed.packages(folder)
    about = within / ABOUT
    shutil.rmtree(about, ignore_errors=True)
    packed = licences.parts()
    licences.gather(about / "licences", packed)
    if publisher is not None:
        shutil.copyfile(publisher, about / "publisher.pub")
    manifest = {
        "name": "fieldapp",
        "version": distribution("grid-fieldapp").version,
        "commit": _git("rev-parse", "HEAD"),
        "committed_at": _git("show", "-s", "--format=%cI"),
        "built_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "system": sys.platform,
        "machine": platform.machine().lower(),
        "python": platform.python_version(),
        "packages": packages,
        "parts": {one.metadata["Name"]: one.version for one in packed},
        "files": files_of(folder),
    }
    (about / "manifest.json").write_text(
        json.dumps(manifest, ensure_ascii=False, indent=1) + "\n", encoding="utf-8"
    )
    return manifest


def files_of(folder: Path) -> dict[str, str]:
    """Give the sha256 of every file, a link as what it points to."""
    told = {}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_symlink():
            told[name] = f"link:{path.readlink()}"
        elif path.is_file() and path.name != "manifest.json":
            told[name] = hashlib.sha256(path.read_bytes()).hexdigest()
    return told


def _shrink_icu(within: Path) -> None:
    for library in (within / "PySide6" / "Qt" / "lib").glob("libicudata.so.*"):
        made = library.with_name("smaller")
        icu.shrink(library, made)
        made.chmod(library.stat().st_mode)
        made.replace(library)


def _give_second_name(folder: Path) -> None:
    second = folder / "fieldserver"
    second.unlink(missing_ok=True)
    second.symlink_to("fieldapp")


def _drop_broken_links(within: Path) -> None:
    for path in within.rglob("*"):
        if path.is_symlink() and not path.exists():
            path.unlink()


def _git(*words: str) -> str:
    told = subprocess.run(["git", *words], cwd=ROOT, capture_output=True, text=True, check=False)
    return told.stdout.strip()


def main() -> int:
    """Finish the folder named on the command line and say how large it is."""
    parser = argparse.ArgumentParser(prog="python -m bundling.finish")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--publisher", type=Path, metavar="FILE.pub")
    given = parser.parse_args()
    folder = given.folder
    manifest = finish(folder, given.publisher)
    size = sum(one.lstat().st_size for one in folder.rglob("*") if one.is_file())
    sys.stdout.write(
        f"{folder}: {manifest['version']}, {len(manifest['files'])} files, {size / 1e6:.0f} MB\n"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
