"""The HTTP face: one wrapper per request: read at most so much → who is it → decode → answer.

Whatever is refused is answered by a numbered problem, and nothing was changed by it.
"""

from __future__ import annotations

import logging
import re
from importlib.metadata import version
from typing import Any

import msgspec
from anyio.to_thread import run_sync
from litestar import Litestar, Request, Response, get, post
from litestar.exceptions import HTTPException
from litestar.handlers import HTTPRouteHandler

from fieldapp.errors import Trouble
from server.bundle_web import bundle_route
from server.drill import drill_route
from server.introductions import introduce
from server.photo_web import photo_routes
from server.problems import Number, Problem, ProblemBody
from server.service import Enrolment, Service
from server.store import Busy
from server.traces import where
from server.updates import update_routes
from sync.codec import BadMessage, canonical, decode, inflate, pack
from sync.drill import DrillAnswer, DrillQuestion
from sync.protocol import PROTOCOL_VERSION, Answer, Offer, ScopeId
from sync.release import Offered

_log = logging.getLogger(__name__)

JSON, ZSTD, PROBLEM = "application/json", "application/zstd", "application/problem+json"
MAX_OFFER = 5_000_000
"""Decompressed bytes of an offer: 1 MB of changes, or the largest group given back as facts."""
MAX_SMALL = 10_000
"""Bytes of any other body."""
RETRY_BUSY_S = 3

AnyRequest = Request[Any, Any, Any]


class Health(msgspec.Struct, frozen=True, kw_only=True):
    """That the server is there, and which."""

    version: str
    protocol: int
    server_ms: int


class EnrolRequest(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A one-time code, and what its person calls the device."""

    code: str
    device_name: str
    incarnation: str = ""


class Enrolled(msgspec.Struct, frozen=True, kw_only=True):
    """The new device: its token is told only here. `scopes` are those the person may hold."""

    device: str
    token: str
    person: str
    person_name: str
    role: str
    community: str
    scopes: tuple[ScopeId, ...]


class Introduction(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The public key that a device signs with, in hex."""

    sign: str


class ServerKeys(msgspec.Struct, frozen=True, kw_only=True):
    """The keys to seal to this server, and to know its signature; 32 bytes each, in hex."""

    seal: str
    sign: str


class _Mark(msgspec.Struct):
    """As much of an offer as tells its version, so that a newer one is told apart from a torn."""

    version: int


def build_app(service: Service) -> Litestar:
    """Build the ASGI application over an open service."""

    @get("/v1/health", sync_to_thread=False)
    def health() -> Response[bytes]:
        told = Health(
            version=version("grid-fieldapp"), protocol=PROTOCOL_VERSION, server_ms=service.clock()
        )
        return Response(canonical(told), media_type=JSON)

    @post("/v1/enrol", status_code=200)
    async def enrol(request: AnyRequest) -> Response[bytes]:
        body = await _body(request, MAX_SMALL)
        address = request.client.host if request.client else ""
        return await run_sync(lambda: _enrol(service, body, address))

    @post("/v1/keys", status_code=200)
    async def keys(request: AnyRequest) -> Response[bytes]:
        body, token = await _body(request, MAX_SMALL), _token(request)
        return await run_sync(lambda: _introduce(service, body, token))

    @get("/v1/snapshots/{name:str}")
    async def snapshot(request: AnyRequest) -> Response[bytes]:
        name = request.path_params["name"]
        token, wanted = _token(request), request.headers.get("range", "")
        return await run_sync(lambda: _snapshot(service, name, token, wanted))

    exchange = _offer_route(service, "/v1/exchange")
    leave = _offer_route(service, "/v1/leave", is_leaving=True)
    bundles = bundle_route(service, _body, _token)
    drill = drill_route(service, _body, _token)
    photos = photo_routes(service, _body, _token, read_range)
    updates = update_routes(service, _token, read_range)
    return Litestar(
        [health, enrol, exchange, leave, keys, snapshot, bundles, drill, *photos, *updates],
        exception_handlers={Exception: _on_exception},
        openapi_config=None,
        request_max_body_size=None,
        logging_config=None,
    )


def _offer_route(service: Service, path: str, *, is_leaving: bool = False) -> HTTPRouteHandler:
    @post(path, status_code=200)
    async def offer(request: AnyRequest) -> Response[bytes]:
        body = await _body(request, MAX_OFFER)
        kind, token = _content_type(request), _token(request)
        return await run_sync(lambda: _exchange(service, body, kind, token, is_leaving=is_leaving))

    return offer


async def _body(request: AnyRequest, limit: int) -> bytes:
    """Read a body, giving up as soon as it is longer than `limit`."""
    parts: list[bytes] = []
    size = 0
    async for part in request.stream():
        size += len(part)
        if size > limit:
            raise Problem(Number.too_large)
        parts.append(part)
    return b"".join(parts)


def _content_type(request: AnyRequest) -> str:
    return request.headers.get("content-type", "").partition(";")[0].strip().lower()


def _token(request: AnyRequest) -> str:
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token:
        raise Problem(Number.unknown_device)
    return token.strip()


def _enrol(service: Service, body: bytes, address: str) -> Response[bytes]:
    wanted = decode(EnrolRequest, body)
    code = wanted.code.strip().upper().partition("-")[0]
    name = wanted.device_name.strip()[:64].replace("\0", "")
    done = service.enrol(code, name, address)
    return Response(canonical(_enrolled(done)), media_type=JSON)


def _enrolled(done: Enrolment) -> Enrolled:
    account = done.admitted.account
    return Enrolled(
        device=done.admitted.device,
        token=done.admitted.token,
        person=account.person,
        person_name=account.name,
        role=account.role.value,
        community=account.community,
        scopes=done.scopes,
    )


def _introduce(service: Service, body: bytes, token: str) -> Response[bytes]:
    caller = service.caller(token)
    try:
        sign = bytes.fromhex(decode(Introduction, body).sign)
    except ValueError as error:
        raise Problem(Number.malformed) from error
    keys = introduce(service, caller, sign)
    told = ServerKeys(seal=keys.seal.hex(), sign=keys.sign.hex())
    return Response(canonical(told), media_type=JSON)


def _exchange(
    service: Service, body: bytes, kind: str, token: str, *, is_leaving: bool
) -> Response[bytes]:
    caller = service.caller_leaving(token) if is_leaving else service.caller(token)
    content = inflate(body, limit=MAX_OFFER) if kind == ZSTD else body
    if decode(_Mark, content).version != PROTOCOL_VERSION:
        raise Problem(Number.unknown_version)
    answer = service.exchange.answer(caller, decode(Offer, content))
    return _packed(answer, kind)


def _packed(answer: Answer, kind: str) -> Response[bytes]:
    if kind == ZSTD:
        return Response(pack(answer), media_type=ZSTD)
    return Response(canonical(answer), media_type=JSON)


def _snapshot(service: Service, name: str, token: str, wanted: str) -> Response[bytes]:
    content = service.snapshot(service.caller(token), name)
    headers = {"Accept-Ranges": "bytes", "ETag": f'"{name}"', "Cache-Control": "no-store"}
    if not wanted:
        return Response(content, media_type=ZSTD, headers=headers)
    start, end = read_range(wanted, len(content))
    headers["Content-Range"] = f"bytes {start}-{end - 1}/{len(content)}"
    return Response(content[start:end], media_type=ZSTD, headers=headers, status_code=206)


def read_range(header: str, size: int) -> tuple[int, int]:
    """Read `bytes=a-` or `bytes=a-b` into a half-open range. Raises `Problem`."""
    found = re.fullmatch(r"bytes=(\d{1,15})-(\d{0,15})", header.strip())
    if found is None:
        raise Problem(Number.bad_range)
    start = int(found[1])
    end = min(int(found[2]) + 1, size) if found[2] else size
    if not 0 <= start < end:
        raise Problem(Number.bad_range)
    return start, end


def _on_exception(_: AnyRequest, error: Exception) -> Response[bytes]:
    problem = problem_of(error)
    headers = {"Retry-After": str(problem.retry_after_s)} if problem.retry_after_s else {}
    return Response(
        canonical(problem.body()),
        media_type=PROBLEM,
        status_code=problem.status,
        headers=headers,
    )


def problem_of(error: Exception) -> Problem:
    """Find the numbered problem for whatever went wrong; what has none is a bug, and logged."""
    if isinstance(error, Problem):
        return error
    if isinstance(error, Busy | Trouble):
        _log.warning("busy cause=%s", type(error.__cause__ or error).__name__)
        return Problem(Number.busy, retry_after_s=RETRY_BUSY_S)
    if isinstance(error, BadMessage):
        return Problem(Number.too_large if error.code == "too_large" else Number.malformed)
    if isinstance(error, HTTPException):
        return Problem(_NUMBERS.get(error.status_code, Number.malformed))
    _log.error("bug %s", where(error))
    return Problem(Number.bug)


_NUMBERS: dict[int, Number] = {
    404: Number.not_found,
    405: Number.wrong_method,
    413: Number.too_large,
    500: Number.bug,
}

SHAPES: tuple[type, ...] = (
    Health,
    EnrolRequest,
    Enrolled,
    Introduction,
    ServerKeys,
    Offer,
    Answer,
    DrillQuestion,
    DrillAnswer,
    Offered,
    ProblemBody,
)
"""Everything that travels in a body, for the description of the API."""
