"""Makes a Debian package of the finished folder, with nothing but dpkg-deb.

python -m bundling.deb dist/fieldapp dist
"""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import textwrap
from datetime import datetime
from email.utils import format_datetime
from pathlib import Path
from typing import Any

from bundling import icons, man
from bundling.finish import ABOUT, ROOT

PLACE = "usr/lib/fieldapp"
_HERE = Path(__file__).resolve().parent / "debian"
_MACHINES = {"x86_64": "amd64", "aarch64": "arm64"}
_BY_WAYLAND = "libwayland"
_KEPT_BY = (
    os.environ.get("DEBFULLNAME", "fieldapp"),
    os.environ.get("DEBEMAIL", "fieldapp@example.org"),
)
_CONTROL = """\
Package: fieldapp
Version: {version}
Architecture: {architecture}
Maintainer: {keeper}
Installed-Size: {size}
Depends: {depends}
Recommends: {recommends}
Suggests: ibus-libpinyin | fcitx5, postgresql
Section: misc
Priority: optional
Homepage: https://example.org/fieldapp
Description: field book for community grid workers, and its server
 Visits, a diary of concerns and a map of doors, which work without a network
 and are exchanged with the community's server when there is one.
 .
 fieldapp opens the window, or is the console when it is given a command.
 fieldserver is the server of a district. Neither needs Python.
"""


def build(program: Path, folder: Path) -> Path:
    """Build the package into a folder; gives its path. Raises OSError and CalledProcessError."""
    manifest = json.loads((program / "_internal" / ABOUT / "manifest.json").read_text("utf-8"))
    architecture = _MACHINES[manifest["machine"]]
    made = folder / f"fieldapp_{manifest['version']}_{architecture}.deb"
    with tempfile.TemporaryDirectory(dir=folder) as name:
        root = Path(name, "root")
        root.mkdir(mode=0o755)
        _lay_out(root, program, manifest)
        _write_control(root, manifest, architecture)
        subprocess.run(
            ["dpkg-deb", "-Zxz", "-z9", "--root-owner-group", "--build", str(root), str(made)],
            check=True,
            stdout=subprocess.DEVNULL,
        )
    return made


def _lay_out(root: Path, program: Path, manifest: dict[str, Any]) -> None:
    shutil.copytree(program, root / PLACE, symlinks=True)
    for path in (root / PLACE).rglob("*"):
        if not path.is_symlink():
            is_program = path.is_dir() or path == root / PLACE / "fieldapp"
            path.chmod(0o755 if is_program else 0o644)
    for name in ("fieldapp", "fieldserver"):
        link = root / "usr" / "bin" / name
        link.parent.mkdir(exist_ok=True)
        link.symlink_to(f"../lib/fieldapp/{name}")
    icons.draw(root / "usr" / "share" / "icons" / "hicolor")
    _copy(_HERE / "fieldapp.desktop", root / "usr/share/applications/fieldapp.desktop")
    _copy(_HERE / "fieldapp.xml", root / "usr/share/mime/packages/fieldapp.xml")
    _copy(_HERE / "overrides", root / "usr/share/lintian/overrides/fieldapp")
    documents = root / "usr" / "share" / "doc" / "fieldapp"
    _copy(_HERE / "copyright", documents / "copyright")
    for page in ("operations.md", "用户手册.md"):
        _copy(ROOT / "docs" / page, documents / page)
    at = datetime.fromisoformat(manifest["committed_at"] or manifest["built_at"])
    _zip(documents / "changelog.gz", changelog(manifest["version"], at))
    for name, text in man.pages(f"{at:%Y-%m-%d}").items():
        for language in ("", "zh_CN/"):
            _zip(root / f"usr/share/man/{language}man1/{name}.1.gz", text)
    for path in [root, *root.rglob("*")]:
        if path.is_dir() and not path.is_symlink():
            path.chmod(0o755)


def _write_control(root: Path, manifest: dict[str, Any], architecture: str) -> None:
    files = [path for path in sorted(root.rglob("*")) if path.is_file() and not path.is_symlink()]
    sums = [
        f"{hashlib.md5(path.read_bytes(), usedforsecurity=False).hexdigest()}  "
        f"{path.relative_to(root)}\n"
        for path in files
    ]
    needed = [one for one in manifest["packages"] if not one.startswith(_BY_WAYLAND)]
    by_wayland = [one for one in manifest["packages"] if one.startswith(_BY_WAYLAND)]
    control = root / "DEBIAN"
    control.mkdir(mode=0o755)
    (control / "md5sums").write_text("".join(sums), encoding="utf-8")
    (control / "control").write_text(
        _CONTROL.format(
            version=manifest["version"],
            architecture=architecture,
            keeper=f"{_KEPT_BY[0]} <{_KEPT_BY[1]}>",
            size=sum(-(-path.stat().st_size // 1024) for path in files),
            depends=", ".join([*needed, "fonts-noto-cjk | fonts-wqy-microhei | fonts-wqy-zenhei"]),
            recommends=", ".join([*by_wayland, "fonts-babelstone-han", "shared-mime-info"]),
        ),
        encoding="utf-8",
    )


def changelog(version: str, at: datetime) -> str:
    """Turn the topmost heading of CHANGELOG.md into what Debian calls a changelog."""
    text = (ROOT / "CHANGELOG.md").read_text("utf-8")
    newest = re.split(r"^## ", text, flags=re.MULTILINE)[1].partition("### Not yet")[0]
    points = re.findall(r"^- (.+)$", newest, flags=re.MULTILINE)
    return "\n".join(
        [
            f"fieldapp ({version}) unstable; urgency=medium",
            "",
            *(line for point in points for line in _wrapped(point)),
            "",
            f" -- {_KEPT_BY[0]} <{_KEPT_BY[1]}>  {format_datetime(at)}",
            "",
        ]
    )


def _wrapped(point: str) -> list[str]:
    """Break a point into lines of at most 80 columns, where a Chinese letter takes two or three."""
    return textwrap.wrap(point, 38, initial_indent="  * ", subsequent_indent="    ")


def _copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)
    target.chmod(0o644)


def _zip(target: Path, text: str) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    # Without a name and a time in it, the same text gives the same bytes.
    target.write_bytes(gzip.compress(text.encode(), 9, mtime=0))
    target.chmod(0o644)


def main() -> int:
    """Build the package of the folder named on the command line, and say how large it is."""
    made = build(Path(sys.argv[1]), Path(sys.argv[2]))
    sys.stdout.write(f"{made}: {made.stat().st_size / 1e6:.1f} MB\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
