#!/bin/sh
# Packs the program as one folder, dist/fieldapp. Installs binutils where the system lacks it.
set -eu
cd "$(dirname "$0")/.."

if ! command -v objcopy >/dev/null || ! command -v ld >/dev/null; then
    if [ "$(id -u)" -eq 0 ]; then as_root=; else as_root=sudo; fi
    $as_root env DEBIAN_FRONTEND=noninteractive apt-get -q -y install --no-install-recommends binutils </dev/null || {
        echo "bundle: objcopy and ld are missing (Debian: apt-get install binutils)" >&2
        exit 1
    }
fi
# PUBLISHER=… names the file with the public key whose updates this program will take.
.venv/bin/pyinstaller --log-level WARN -y build.spec
.venv/bin/python -m bundling.finish dist/fieldapp ${PUBLISHER:+--publisher "$PUBLISHER"}
