"""A smaller libicudata: Qt links 31 MB of it and asks for sorting and time zones in Chinese.

The library is one table of files. Those that are wanted are put into a new table, which the
linker makes a library of again.
"""

from __future__ import annotations

import re
import struct
import subprocess
import tempfile
from pathlib import Path

_LANGUAGE = r"(root|zh|zh_Hans|zh_Hans_CN|en|en_001|pool|res_index)\.res"
_WANTED = re.compile(
    rf"(coll/|zone/)?{_LANGUAGE}|coll/ucadata\.icu|[a-z0-9_]+\.nrm|(?!unames)\w+\.icu"
    r"|(supplementalData|keyTypeData|timezoneTypes|metaZones|zoneinfo64|icuver|likelySubtags"
    r"|numberingSystems|windowsZones|metadata|zone/tzdbNames)\.res"
    r"|(gb18030|windows-936-2000|ibm-1386_P100-2001)\.cnv"
)
_ALIGNED = 16


def shrink(library: Path, made: Path) -> None:
    """Write `library` with what is wanted of its content as `made`. Raises ValueError."""
    content = library.read_bytes()
    table = _table_of(content)
    wanted = {name: part for name, part in table.items() if _is_wanted(name)}
    if not any(name.endswith("/coll/zh.res") for name in wanted):
        raise ValueError("this libicudata is not built as expected")
    symbol = _symbol_of(content)
    _link(_packed(_head_of(content), wanted), symbol, library.name, made)


def _is_wanted(name: str) -> bool:
    return _WANTED.fullmatch(name.partition("/")[2]) is not None


def _start_of(content: bytes) -> int:
    """Find the header: its size, two magic bytes, and 8 bytes later its kind, `CmnD`."""
    at = content.find(b"\xda\x27")
    while at >= 0 and content[at + 10 : at + 14] != b"CmnD":
        at = content.find(b"\xda\x27", at + 1)
    if at < 0:
        raise ValueError("no ICU data in it")
    return at - 2


def _head_of(content: bytes) -> bytes:
    start = _start_of(content)
    return content[start : start + int(struct.unpack_from("<H", content, start)[0])]


def _table_of(content: bytes) -> dict[str, bytes]:
    start = _start_of(content) + len(_head_of(content))
    (count,) = struct.unpack_from("<I", content, start)
    places = list(struct.iter_unpack("<II", content[start + 4 : start + 4 + 8 * count]))
    # The last file is followed by other sections, which do it no harm.
    ends = [place for _, place in places[1:]] + [places[-1][1] + 200_000]
    table = {}
    for (name_at, begin), end in zip(places, ends, strict=True):
        stop = content.index(b"\0", start + name_at)
        table[content[start + name_at : stop].decode()] = content[start + begin : start + end]
    return table


def _symbol_of(content: bytes) -> str:
    found = re.search(rb"icudt\d+_dat", content)
    if found is None:
        raise ValueError("no ICU symbol in it")
    return found.group().decode()


def _packed(head: bytes, files: dict[str, bytes]) -> bytes:
    names = sorted(files)  # it is searched by halves
    texts = b"".join(name.encode() + b"\0" for name in names)
    name_at = 4 + 8 * len(names)
    place = -(-(name_at + len(texts)) // _ALIGNED) * _ALIGNED
    table, body = [struct.pack("<I", len(names))], []
    for name in names:
        part = files[name] + b"\0" * (-len(files[name]) % _ALIGNED)
        table.append(struct.pack("<II", name_at, place))
        body.append(part)
        name_at += len(name.encode()) + 1
        place += len(part)
    toc = b"".join(table) + texts
    return head + toc + b"\0" * (-len(toc) % _ALIGNED) + b"".join(body)


def _link(data: bytes, symbol: str, name: str, made: Path) -> None:
    with tempfile.TemporaryDirectory() as folder:
        raw, first, second = (Path(folder, one) for one in ("d", "first.o", "second.o"))
        raw.write_bytes(data)
        _run("ld", "-r", "-b", "binary", "-o", first.name, raw.name, at=folder)
        section = "--rename-section", ".data=.rodata,alloc,load,readonly,data,contents"
        aligned = "--set-section-alignment", ".data=64"
        named = "--redefine-sym", f"_binary_d_start={symbol}"
        _run("objcopy", *section, *aligned, *named, first.name, second.name, at=folder)
        options = "-shared", "-s", "-z", "noexecstack", f"-soname={name}"
        _run("ld", *options, "-o", "made", second.name, at=folder)
        made.write_bytes(Path(folder, "made").read_bytes())


def _run(*words: str, at: str) -> None:
    subprocess.run(words, check=True, cwd=at)
