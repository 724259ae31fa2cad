"""What the packed program asks of the system: every library is either in it or named here."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

SYSTEM = {
    # Every Debian has these: the C library, and what the package tools themselves stand on.
    "libc.so.6": "libc6", "libm.so.6": "libc6", "libdl.so.2": "libc6", "libpthread.so.0": "libc6",
    "librt.so.1": "libc6", "libutil.so.1": "libc6", "libresolv.so.2": "libc6",
    "ld-linux-x86-64.so.2": "libc6", "ld-linux-aarch64.so.1": "libc6",
    "libgcc_s.so.1": "libgcc-s1", "libstdc++.so.6": "libstdc++6", "libz.so.1": "zlib1g",
    "libzstd.so.1": "libzstd1", "libgssapi_krb5.so.2": "libgssapi-krb5-2",
    # Every desktop has these.
    "libglib-2.0.so.0": "libglib2.0-0 | libglib2.0-0t64",
    "libgthread-2.0.so.0": "libglib2.0-0 | libglib2.0-0t64",
    "libEGL.so.1": "libegl1", "libGL.so.1": "libgl1", "libGLX.so.0": "libglx0",
    "libdbus-1.so.3": "libdbus-1-3", "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6", "libbrotlidec.so.1": "libbrotli1",
    "libbrotlicommon.so.1": "libbrotli1", "libX11.so.6": "libx11-6",
    "libX11-xcb.so.1": "libx11-xcb1",
    "libxkbcommon.so.0": "libxkbcommon0", "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxcb.so.1": "libxcb1", "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-glx.so.0": "libxcb-glx0", "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0", "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0", "libxcb-render.so.0": "libxcb-render0",
    "libxcb-render-util.so.0": "libxcb-render-util0", "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-shm.so.0": "libxcb-shm0", "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-util.so.1": "libxcb-util1", "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    # Only where the screen is drawn by Wayland.
    "libwayland-client.so.0": "libwayland-client0", "libwayland-cursor.so.0": "libwayland-cursor0",
    "libwayland-egl.so.1": "libwayland-egl1",
}  # fmt: skip
"""Library to Debian package, of bookworm and what it was renamed to since."""


def elves(folder: Path) -> Iterator[Path]:
    """Walk the programs and libraries of a folder."""
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not path.is_symlink():
            with path.open("rb") as file:
                if file.read(4) == b"\x7fELF":
                    yield path


def asked_of_system(folder: Path) -> dict[str, set[str]]:
    """Give each library that is not in the folder, with the files that need it."""
    within = {path.name for path in folder.rglob("*.so*")}
    asked: dict[str, set[str]] = {}
    for path in elves(folder):
        for name in _needed(path):
            if name not in within:
                asked.setdefault(name, set()).add(path.name)
    return asked


def packages(folder: Path) -> list[str]:
    """Give the Debian packages that a program needs. Raises ValueError for an unknown library."""
    asked = asked_of_system(folder)
    unknown = {name: sorted(by) for name, by in asked.items() if name not in SYSTEM}
    if unknown:
        raise ValueError(f"libraries that are neither packed nor named: {unknown}")
    since = newest_c_library(folder)
    named = sorted({SYSTEM[name] for name in asked})
    return [f"libc6 (>= {since})" if one == "libc6" else one for one in named]


def newest_c_library(folder: Path) -> str:
    """Give the newest version of the C library that a program asks for, as 2.34."""
    told = (
        re.findall(r"\sGLIBC_(\d+)\.(\d+)$", _headers(path), re.MULTILINE) for path in elves(folder)
    )
    newest = max((int(major), int(minor)) for versions in told for major, minor in versions)
    return f"{newest[0]}.{newest[1]}"


def _needed(path: Path) -> list[str]:
    return re.findall(r"^\s+NEEDED\s+(\S+)", _headers(path), flags=re.MULTILINE)


@cache
def _headers(path: Path) -> str:
    return subprocess.run(
        ["objdump", "-p", str(path)], check=True, capture_output=True, text=True
    ).stdout
