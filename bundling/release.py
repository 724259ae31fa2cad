"""Makes the publisher's key, and the signed file that brings a new edition to devices.

python -m bundling.release key publisher           # publisher.key (keep it safe), publisher.pub
python -m bundling.release sign dist/fieldapp publisher.key dist
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import sys
import zipfile
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from bundling.finish import ABOUT, ROOT
from sync.release import FORMAT, LIST, PROGRAM, SIGNATURE, Release, sign

_MOST_NOTES = 12


def make_key(path: Path) -> None:
    """Write a new key pair: `path`.key, readable by its owner only, and `path`.pub."""
    key = Ed25519PrivateKey.generate()
    secret = path.with_suffix(".key")
    descriptor = os.open(secret, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with open(descriptor, "w", encoding="ascii") as file:
        file.write(key.private_bytes_raw().hex() + "\n")
    path.with_suffix(".pub").write_text(key.public_key().public_bytes_raw().hex() + "\n", "ascii")


def make_release(program: Path, key_file: Path, folder: Path) -> Path:
    """Sign the finished folder and pack it into one file; gives its path. Raises OSError."""
    about = f"_internal/{ABOUT}/manifest.json"
    manifest = json.loads((program / about).read_text("utf-8"))
    files: dict[str, str] = {**manifest["files"], about: _sha256(program / about)}
    plain = [name for name, mark in files.items() if not mark.startswith("link:")]
    release = Release(
        format=FORMAT,
        version=manifest["version"],
        commit=manifest["commit"],
        system=manifest["system"],
        machine=manifest["machine"],
        notes=newest_notes(),
        size=sum((program / name).stat().st_size for name in plain),
        files=files,
        programs=tuple(name for name in plain if "/" not in name),
    )
    key = Ed25519PrivateKey.from_private_bytes(bytes.fromhex(key_file.read_text().strip()))
    content, signature = sign(release, key)
    made = folder / f"fieldapp-{release.version}-{release.system}-{release.machine}.gsu"
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        archive.writestr(LIST, content)
        archive.writestr(SIGNATURE, signature)
        for name in plain:
            archive.write(program / name, PROGRAM + name)
    return made


def newest_notes() -> tuple[str, ...]:
    """Give what the worker reads before she installs it: the lines of bundling/news.txt."""
    lines = (ROOT / "bundling" / "news.txt").read_text("utf-8").splitlines()
    return tuple(line.strip() for line in lines if line.strip())[:_MOST_NOTES]


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def main() -> int:
    """Do what the command line asks for."""
    parser = argparse.ArgumentParser(prog="python -m bundling.release")
    verbs = parser.add_subparsers(dest="verb", required=True)
    verbs.add_parser("key").add_argument("path", type=Path)
    signing = verbs.add_parser("sign")
    for name in ("program", "key", "folder"):
        signing.add_argument(name, type=Path)
    given = parser.parse_args()
    if given.verb == "key":
        make_key(given.path)
    else:
        made = make_release(given.program, given.key, given.folder)
        sys.stdout.write(f"{made}: {made.stat().st_size / 1e6:.1f} MB\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
