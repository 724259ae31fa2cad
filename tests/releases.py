"""Small releases for tests: a program of three files, signed by a key made for the test."""

from __future__ import annotations

import hashlib
import platform
import sys
import zipfile
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from sync.release import FORMAT, LIST, PROGRAM, SIGNATURE, Release, sign

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
PUBLISHER = KEY.public_key().public_bytes_raw()
FILES = {"fieldapp": b"new program", "_internal/a.so": b"\x7fELF" * 99, "_internal/b": b""}


def written(
    path: Path,
    *,
    version: str = "9.0.0",
    key: Ed25519PrivateKey = KEY,
    machine: str = "",
    form: int = FORMAT,
    more: dict[str, str] | None = None,
    contents: dict[str, bytes] | None = None,
) -> Path:
    """Write a release to a file; `contents` replace what the list names."""
    marks = {name: hashlib.sha256(content).hexdigest() for name, content in FILES.items()}
    release = Release(
        format=form,
        version=version,
        commit="c0ffee",
        system=sys.platform,
        machine=machine or platform.machine().lower(),
        notes=("敲门页快了一半。",),
        size=sum(map(len, FILES.values())),
        files=marks | {"fieldserver": "link:fieldapp"} | (more or {}),
    )
    content, signature = sign(release, key)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(LIST, content)
        archive.writestr(SIGNATURE, signature)
        for name, part in (FILES | (contents or {})).items():
            archive.writestr(PROGRAM + name, part)
    return path
