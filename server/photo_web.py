"""Photographs over HTTP: parts with their place and digest come in, ranges go out."""

from __future__ import annotations

import base64
import re
from binascii import Error as NotBase64
from collections.abc import Awaitable, Callable
from typing import Any

from anyio.to_thread import run_sync
from litestar import Request, Response, get, post, put
from litestar.handlers import HTTPRouteHandler

from fieldapp.domain.photos import CHUNK
from server.left_photos import MAX_LEFT, take_left_photo
from server.photos import Part, PhotoStand, bring, fetch, note_fetched
from server.problems import Number, Problem
from server.service import Service
from sync.codec import BadMessage, canonical, decode
from sync.leaving import LeftPhoto

JPEG = "image/jpeg"
PATH = "/v1/photos/{log:str}/{row:str}"
"""`log` is the scope; the name `scope` is taken by the framework."""

AnyRequest = Request[Any, Any, Any]
ReadBody = Callable[[AnyRequest, int], Awaitable[bytes]]
ReadToken = Callable[[AnyRequest], str]
ReadRange = Callable[[str, int], tuple[int, int]]


def photo_routes(
    service: Service, read_body: ReadBody, read_token: ReadToken, read_range: ReadRange
) -> list[HTTPRouteHandler]:
    """Make the three routes; how bodies, tokens and ranges are read is the web face's."""

    @put(PATH, status_code=200)
    async def put_photo(request: AnyRequest) -> Response[bytes]:
        body, token = await read_body(request, CHUNK), read_token(request)
        place, digest = (
            request.headers.get(one, "") for one in ("content-range", "content-digest")
        )
        scope, row = _address(request)
        return await run_sync(
            lambda: _put(service, token, scope, row, read_part(place, digest, body))
        )

    @get(PATH)
    async def get_photo(request: AnyRequest) -> Response[bytes]:
        token, wanted = read_token(request), request.headers.get("range", "")
        scope, row = _address(request)
        return await run_sync(lambda: _get(service, token, scope, row, wanted, read_range))

    @post("/v1/leave/photo", status_code=200)
    async def leave_photo(request: AnyRequest) -> Response[bytes]:
        body, token = await read_body(request, MAX_LEFT), read_token(request)
        return await run_sync(lambda: _leave(service, token, body))

    return [put_photo, get_photo, leave_photo]


def read_part(place: str, digest: str, body: bytes) -> Part | None:
    """Read `Content-Range` and `Content-Digest` (RFC 9110, 9530); None: `bytes */size`, a question.

    Raises `Problem`.
    """
    if re.fullmatch(r"bytes \*/\d{1,9}", place) and not body:
        return None
    found = re.fullmatch(r"bytes (\d{1,9})-(\d{1,9})/\d{1,9}", place)
    named = re.fullmatch(r"sha-256=:([0-9A-Za-z+/]{43}=):", digest.strip())
    if found is None or named is None:
        raise Problem(Number.malformed)
    start, end = int(found[1]), int(found[2])
    try:
        said = base64.b64decode(named[1], validate=True)
    except NotBase64 as error:
        raise Problem(Number.malformed) from error
    if end - start + 1 != len(body):
        raise Problem(Number.part_damaged)
    return Part(start, body, said)


def _leave(service: Service, token: str, body: bytes) -> Response[bytes]:
    try:
        left = decode(LeftPhoto, body)
    except BadMessage as error:
        raise Problem(Number.malformed) from error
    taken = take_left_photo(service, service.caller_leaving(token), left)
    return Response(canonical(taken), media_type="application/json")


def _address(request: AnyRequest) -> tuple[str, str]:
    return request.path_params["log"], request.path_params["row"]


def _put(service: Service, token: str, scope: str, row: str, part: Part | None) -> Response[bytes]:
    stand: PhotoStand = bring(service, service.caller(token), scope, row, part)
    return Response(canonical(stand), media_type="application/json")


def _get(
    service: Service, token: str, scope: str, row: str, wanted: str, read_range: ReadRange
) -> Response[bytes]:
    caller = service.caller(token)
    name, content = fetch(service, caller, scope, row)
    headers = {"Accept-Ranges": "bytes", "ETag": f'"{name}"', "Cache-Control": "no-store"}
    if not wanted:
        note_fetched(service, caller, scope, row)
        return Response(content, media_type=JPEG, headers=headers)
    start, end = read_range(wanted, len(content))
    if end == len(content):
        note_fetched(service, caller, scope, row)
    headers["Content-Range"] = f"bytes {start}-{end - 1}/{len(content)}"
    return Response(content[start:end], media_type=JPEG, headers=headers, status_code=206)
