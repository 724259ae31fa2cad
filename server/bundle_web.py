"""Sealed files over HTTP: whoever is enrolled may bring another's file and take the answer back."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from anyio.to_thread import run_sync
from litestar import Request, Response, post
from litestar.handlers import HTTPRouteHandler

from server.bundles import answer_bundle
from server.service import Service
from sync.bundle import MAX_CARRIED

BUNDLE = "application/vnd.fieldapp.bundle"

AnyRequest = Request[Any, Any, Any]


def bundle_route(
    service: Service,
    read_body: Callable[[AnyRequest, int], Awaitable[bytes]],
    read_token: Callable[[AnyRequest], str],
) -> HTTPRouteHandler:
    """Make the route; how bodies and tokens are read is the web face's."""

    @post("/v1/bundles", status_code=200)
    async def bundles(request: AnyRequest) -> Response[bytes]:
        token = read_token(request)
        body = await read_body(request, MAX_CARRIED)
        return await run_sync(lambda: _answer(service, token, body))

    return bundles


def _answer(service: Service, token: str, body: bytes) -> Response[bytes]:
    answered = answer_bundle(service, body, service.caller(token))
    return Response(answered.content, media_type=BUNDLE, headers={"Cache-Control": "no-store"})
