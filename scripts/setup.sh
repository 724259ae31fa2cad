#!/bin/sh
# Makes this machine ready for the project: system libraries, fonts, and .venv from requirements.lock.
# Asks for nothing, installs only what is missing, and is done at once when nothing is.
set -eu
cd "$(dirname "$0")/.."

LEAST_PYTHON="3, 11"
STAMP=.venv/.ready

say() { printf '%s\n' "$*"; }
fail() { printf 'setup: %s\n' "$*" >&2; exit 1; }

# --- what the system must bring -------------------------------------------------------------

# One line per shared library that Qt opens, with the Debian package that brings it. The library
# is looked up, not the package: packages are renamed between releases, sonames are not.
libraries() {
    cat <<'LIST'
libglib-2.0.so.0 libglib2.0-0
libEGL.so.1 libegl1
libGL.so.1 libgl1
libdbus-1.so.3 libdbus-1-3
libfontconfig.so.1 libfontconfig1
libxkbcommon.so.0 libxkbcommon0
libxkbcommon-x11.so.0 libxkbcommon-x11-0
libxcb-cursor.so.0 libxcb-cursor0
libxcb-icccm.so.4 libxcb-icccm4
libxcb-keysyms.so.1 libxcb-keysyms1
libxcb-randr.so.0 libxcb-randr0
libxcb-shape.so.0 libxcb-shape0
libxcb-xkb.so.1 libxcb-xkb1
libX11-xcb.so.1 libx11-xcb1
LIST
}

# One line per kind of font: what its files are called, then the Debian package. Any Chinese font
# does for the first; the second draws rare characters in names, where others show a box.
fonts() {
    cat <<'LIST'
CJK|wqy|SourceHan|msyh fonts-noto-cjk
BabelStone.*Han fonts-babelstone-han
LIST
}

font_files() {
    find /usr/share/fonts /usr/local/share/fonts "${HOME:-/root}/.fonts" \
        "${HOME:-/root}/.local/share/fonts" -type f 2>/dev/null || true
}

missing_packages() {
    known=$( (/sbin/ldconfig -p || ldconfig -p) 2>/dev/null )
    libraries | while read -r library package; do
        case $known in *"$library "*) ;; *) say "$package" ;; esac
    done
    fonts | while read -r pattern package; do
        font_files | grep -qE "$pattern" || say "$package"
    done
    "$PYTHON" -c 'import venv, ensurepip' 2>/dev/null || say python3-venv
}

install_packages() {
    command -v apt-get >/dev/null ||
        fail "these Debian packages, or what this system calls them, are missing: $*"
    if [ "$(id -u)" -eq 0 ]; then
        as_root=
    elif command -v sudo >/dev/null; then
        as_root=sudo
    else
        fail "ask an administrator to run: apt-get install --no-install-recommends $*"
    fi
    say "setup: installing $*"
    # A mirror that cannot be reached is no reason to stop: the lists on disk may do.
    $as_root apt-get -q -o DPkg::Lock::Timeout=300 update || say "setup: the package lists are old"
    $as_root env DEBIAN_FRONTEND=noninteractive apt-get -q -y -o DPkg::Lock::Timeout=300 \
        -o Dpkg::Use-Pty=0 install --no-install-recommends "$@" </dev/null ||
        fail "apt-get could not install: $*"
}

# --- Python ---------------------------------------------------------------------------------

is_new_enough() {
    "$1" -c "import sys; sys.exit(sys.version_info < ($LEAST_PYTHON))" 2>/dev/null
}

find_python() {
    for candidate in ${PYTHON:-} python3 python3.14 python3.13 python3.12 python3.11; do
        if is_new_enough "$candidate"; then
            say "$candidate"
            return
        fi
    done
    fail "Python 3.11 or newer is needed; found: $(python3 --version 2>&1 || say none)." \
        "Name another one with: make setup PYTHON=/path/to/python3"
}

# What .venv was made from: when this text is unchanged, so is .venv.
fingerprint() {
    "$PYTHON" --version
    cksum requirements.lock pyproject.toml scripts/setup.sh
    pwd
}

# Runs a command and shows what it printed only when it failed.
quietly() {
    "$@" >.venv/setup.log 2>&1 || { cat .venv/setup.log >&2; fail "this went wrong: $*"; }
}

make_environment() {
    rm -f "$STAMP"
    # What another Python made cannot be repaired, only made again.
    if ! .venv/bin/python -c 'import pip' 2>/dev/null; then
        rm -rf .venv
        "$PYTHON" -m venv .venv
    fi
    say "setup: installing the Python packages of requirements.lock into .venv"
    quietly .venv/bin/python -m pip install --require-hashes -r requirements.lock
    quietly .venv/bin/python -m pip install --no-deps --no-build-isolation --editable .
    fingerprint >"$STAMP"
}

# --- in order -------------------------------------------------------------------------------

PYTHON=$(find_python)
packages=$(missing_packages)
if [ -n "$packages" ]; then
    # shellcheck disable=SC2086 # one word per package
    install_packages $packages
fi
if [ "$(cat "$STAMP" 2>/dev/null)" != "$(fingerprint)" ]; then
    make_environment
    say "setup: ready"
fi
