"""Listens: plain HTTP on this machine alone, TLS for everybody else; ends in good order."""

from __future__ import annotations

import ipaddress
import signal
import socket
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import delete, insert, select

from fieldapp.errors import Refused, Trouble
from server.credentials import certificate_mark
from server.parent import call_when_gone
from server.service import Service
from server.store import Store
from server.tables import NOWHERE, SETTING

if TYPE_CHECKING:
    import uvicorn

GRACE_S = 10
"""How long requests under way may take to end when the server is told to stop."""
KEEP_ALIVE_S = 30
"""How long a silent connection stays open: longer than the pauses within one round."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where to listen, and with which certificate."""

    host: str
    port: int
    certificate: Path | None = None
    key: Path | None = None


def is_loopback(host: str) -> bool:
    """Tell whether only this machine can reach `host`."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def require_safe(place: Place) -> None:
    """Raise `Refused` for plain HTTP on anything but this machine, or half a key pair."""
    if (place.certificate is None) != (place.key is None):
        raise Refused(
            "half_a_key", "--tls-cert 和 --tls-key 要一起给。", field="tls-cert", is_input=True
        )
    if place.certificate is None and not is_loopback(place.host):
        raise Refused(
            "plain_http",
            "不加密的 HTTP 只能在本机（127.0.0.1）上用；要让别的设备连，请给出证书和私钥。",
            field="host",
        )


def serve(
    service: Service, place: Place, announce: Callable[[str, int], None], parent: int | None = None
) -> None:
    """Listen until told to stop. `announce` gets the URL and port once connections are taken.

    Raises `Refused` for an unsafe place, `Trouble` when it cannot be had.
    """
    require_safe(place)
    note_certificate(service.store, place)
    listener = _listen(place)
    port: int = listener.getsockname()[1]
    server = _server(service, place)
    if parent is not None:
        call_when_gone(parent, lambda: setattr(server, "should_exit", True))
    _end_when_told(server)
    announce(_url(place, port), port)
    try:
        server.run(sockets=[listener])
    finally:
        listener.close()
        service.close()


def _end_when_told(server: uvicorn.Server) -> None:
    """End in order even when told before uvicorn listens, or once more when it is done."""

    def end(*_: object) -> None:
        server.should_exit = True

    if threading.current_thread() is threading.main_thread():
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, end)


def _server(service: Service, place: Place) -> uvicorn.Server:
    import uvicorn  # the other commands start twice as fast without the web

    from server.web import build_app

    config = uvicorn.Config(
        build_app(service),
        log_config=None,
        access_log=False,
        lifespan="off",
        server_header=False,
        timeout_graceful_shutdown=GRACE_S,
        ssl_certfile=place.certificate,
        ssl_keyfile=place.key,
        timeout_keep_alive=KEEP_ALIVE_S,
    )
    return uvicorn.Server(config)


def _listen(place: Place) -> socket.socket:
    family = socket.AF_INET6 if ":" in place.host else socket.AF_INET
    # The protocol is named, because only then does asyncio switch off Nagle's waiting: without it
    # every answer stood 40 ms behind the other side's delayed acknowledgement.
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((place.host, place.port))
        listener.listen(128)
    except (OSError, OverflowError) as error:
        listener.close()
        raise Trouble("cannot_listen", "这个地址和端口现在用不了，请换一个端口再试。") from error
    return listener


def _url(place: Place, port: int) -> str:
    host = f"[{place.host}]" if ":" in place.host else place.host
    return f"{'https' if place.certificate else 'http'}://{host}:{port}"


def note_certificate(store: Store, place: Place) -> None:
    """Keep the mark of the certificate being served, for the codes handed out from now on."""
    mark = read_mark(place.certificate) if place.certificate else ""
    with store.write() as connection:
        connection.execute(
            delete(SETTING).where(
                SETTING.c.community_id == NOWHERE, SETTING.c.name == "certificate"
            )
        )
        connection.execute(
            insert(SETTING).values(community_id=NOWHERE, name="certificate", value=mark)
        )


def read_mark(certificate: Path) -> str:
    """Give the mark of a certificate file. Raises `Trouble`."""
    try:
        return certificate_mark(certificate.read_bytes())
    except (OSError, ValueError) as error:
        raise Trouble("bad_certificate", "证书文件读不出来，请核对路径和内容（PEM）。") from error


def served_mark(store: Store) -> str:
    """Give the mark of the certificate that was last served; empty for plain HTTP."""
    with store.read() as connection:
        query = select(SETTING.c.value).where(
            SETTING.c.community_id == NOWHERE, SETTING.c.name == "certificate"
        )
        return connection.scalar(query) or ""
