#!/bin/sh
# Resolves pyproject.toml anew into requirements.lock: names, versions and hashes, and no address.
set -eu
cd "$(dirname "$0")/.."

# Where packages come from is this machine's own affair, so no option of pip is written down.
CUSTOM_COMPILE_COMMAND="make lock" .venv/bin/pip-compile --quiet --upgrade \
    --generate-hashes --allow-unsafe --strip-extras --extra dev \
    --build-deps-for editable --build-deps-for wheel \
    --no-emit-index-url --no-emit-trusted-host --no-emit-find-links --no-emit-options \
    --output-file requirements.lock pyproject.toml
