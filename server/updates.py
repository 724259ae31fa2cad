"""New editions for devices: files signed by their publisher, which this server only hands on.

One for each kind of machine lies in the data folder. Devices check the signature themselves, so a
server that was broken into can give them nothing that the publisher did not make.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
from anyio.to_thread import run_sync
from litestar import Request, Response, get
from litestar.handlers import HTTPRouteHandler

from fieldapp.errors import Refused, Trouble
from server import replies
from server.problems import Number, Problem
from server.reply import Reply
from server.service import Service
from sync.codec import canonical
from sync.release import UPDATE_PART, BadRelease, Offered, order_of, read_release

FOLDER = "updates"
_KIND = r"[a-z0-9]{1,20}-[a-z0-9_]{1,20}"

AnyRequest = Request[Any, Any, Any]


def publish(folder: Path, file: Path) -> Offered:
    """Offer a new edition to devices of its kind, in place of an older one.

    Raises Refused: not_update, update_older; Trouble.
    """
    try:
        release = read_release(file, None)
        kind = f"{release.system}-{release.machine}"
        before = offered(folder, kind)
        if before is not None and order_of(release.version) < order_of(before.version):
            raise Refused("update_older", f"已经在发 {before.version} 版，不换成旧的。")
        return _put(folder / FOLDER, kind, file, release.version, release.notes)
    except BadRelease as error:
        raise Refused(
            "not_update", "这个文件不是签好的新版，或者没拷完，什么都没有改。", is_input=True
        ) from error
    except OSError as error:
        raise Trouble("no_room", "文件读不出来或者放不下，什么都没有改。") from error


def offered(folder: Path, kind: str) -> Offered | None:
    """Give what is offered to a kind of machine. Raises OSError."""
    try:
        told = (folder / FOLDER / f"{kind}.json").read_bytes()
    except FileNotFoundError:
        return None
    return msgspec.json.decode(told, type=Offered)


def update_add(arguments: argparse.Namespace, folder: Path) -> Reply:
    """Offer the file that the command line names."""
    done = publish(folder, Path(arguments.file))
    return replies.UpdateOffered(version=done.version, bytes=done.size)


def update_routes(
    service: Service,
    read_token: Callable[[AnyRequest], str],
    read_range: Callable[[str, int], tuple[int, int]],
) -> list[HTTPRouteHandler]:
    """Make the two routes: what is offered, and its bytes, so many at a time."""

    @get("/v1/updates/{kind:str}")
    async def about(request: AnyRequest) -> Response[bytes]:
        token, kind = read_token(request), request.path_params["kind"]
        return await run_sync(lambda: _about(service, token, kind))

    @get("/v1/updates/{kind:str}/file")
    async def part(request: AnyRequest) -> Response[bytes]:
        token, kind = read_token(request), request.path_params["kind"]
        wanted = request.headers.get("range", "") or "bytes=0-"
        return await run_sync(lambda: _part(service, token, kind, wanted, read_range))

    return [about, part]


def _about(service: Service, token: str, kind: str) -> Response[bytes]:
    found = _found(service, token, kind)
    return Response(canonical(found), media_type="application/json")


def _part(
    service: Service,
    token: str,
    kind: str,
    wanted: str,
    read_range: Callable[[str, int], tuple[int, int]],
) -> Response[bytes]:
    found = _found(service, token, kind)
    start, end = read_range(wanted, found.size)
    end = min(end, start + UPDATE_PART)
    with (service.folder / FOLDER / f"{found.sha256}.gsu").open("rb") as file:
        file.seek(start)
        content = file.read(end - start)
    headers = {
        "ETag": f'"{found.sha256}"',
        "Content-Range": f"bytes {start}-{end - 1}/{found.size}",
        "Cache-Control": "no-store",
    }
    kind_of = "application/octet-stream"
    return Response(content, media_type=kind_of, headers=headers, status_code=206)


def _found(service: Service, token: str, kind: str) -> Offered:
    service.caller(token)
    found = offered(service.folder, kind) if re.fullmatch(_KIND, kind) else None
    if found is None:
        raise Problem(Number.not_found)
    return found


def _put(folder: Path, kind: str, file: Path, version: str, notes: tuple[str, ...]) -> Offered:
    """Copy the file in under its own sum, then say that it is there: whoever fetches sees one."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    coming = folder / f"{kind}.coming"
    shutil.copyfile(file, coming)
    # For writing, since Windows brings no other file to the disk.
    with coming.open("r+b") as copied:
        digest = hashlib.file_digest(copied, "sha256").hexdigest()
        os.fsync(copied.fileno())
    told = Offered(version=version, size=coming.stat().st_size, sha256=digest, notes=notes)
    before = offered(folder.parent, kind)
    coming.replace(folder / f"{digest}.gsu")
    note = folder / f"{kind}.json.coming"
    note.write_bytes(canonical(told))
    note.replace(folder / f"{kind}.json")
    if before is not None and before.sha256 != digest:
        (folder / f"{before.sha256}.gsu").unlink(missing_ok=True)
    return told
