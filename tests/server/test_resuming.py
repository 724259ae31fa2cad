"""A snapshot fetched over a line that breaks: resumed, begun anew, never stuck."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from server.problems import Problem
from server.web import read_range
from sync.client import Cancelled
from sync.http import HttpTransport
from sync.line import Unreachable
from sync.protocol import ScopeId, SnapshotRef

CONTENT = bytes(range(256)) * 1000
REF = SnapshotRef(name=hashlib.sha256(CONTENT).hexdigest(), seq=1, hash="", size=len(CONTENT))
SCOPE = ScopeId("grid:1")


@dataclass
class Shop:
    """Serves one snapshot; may cut transfers short, or know nothing of ranges."""

    url: str = ""
    knows_ranges: bool = True
    cuts: list[int] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    def answer(self, request: BaseHTTPRequestHandler) -> None:
        """Answer one request."""
        wanted = request.headers.get("Range", "")
        self.asked.append(wanted)
        start = 0
        try:
            if wanted and self.knows_ranges:
                start, _ = read_range(wanted, len(CONTENT))
        except Problem:
            request.send_error(416)
            return
        request.send_response(206 if start else 200)
        request.send_header("Content-Length", str(len(CONTENT) - start))
        request.end_headers()
        end = start + self.cuts.pop(0) if self.cuts else None
        request.wfile.write(CONTENT[start:end])
        request.close_connection = True


@pytest.fixture
def shop() -> Iterator[Shop]:
    """A shop on a port of this machine."""
    here = Shop()

    class Counter(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            here.answer(self)

        def log_request(self, code: int | str = 0, size: int | str = 0) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Counter) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        here.url = f"http://127.0.0.1:{server.server_address[1]}"
        yield here
        server.shutdown()


def nothing(_: int) -> None:
    """Do not watch."""


def test_a_transfer_that_broke_goes_on_where_it_stopped(shop: Shop) -> None:
    line = HttpTransport(shop.url)
    shop.cuts = [100_000]
    assert line.snapshot(REF, nothing) == CONTENT
    assert [wanted for wanted in shop.asked if wanted] != []


def test_what_came_of_a_transfer_given_up_serves_the_next(shop: Shop) -> None:
    line = HttpTransport(shop.url)
    shop.cuts = [100_000, 0]
    with pytest.raises(Unreachable):
        line.snapshot(REF, nothing)
    assert line.snapshot(REF, nothing) == CONTENT
    assert shop.asked[-1].startswith("bytes=")


def test_a_round_stopped_at_the_very_last_byte_is_not_stuck(shop: Shop) -> None:
    line, seen = HttpTransport(shop.url), 0

    def stop_at_the_end(size: int) -> None:
        nonlocal seen
        seen += size
        if seen == len(CONTENT):
            raise Cancelled

    with pytest.raises(Cancelled):
        line.snapshot(REF, stop_at_the_end)
    assert line.snapshot(REF, nothing) == CONTENT


def test_where_nobody_knows_ranges_the_transfer_begins_anew(shop: Shop) -> None:
    line = HttpTransport(shop.url)
    shop.cuts, shop.knows_ranges = [100_000, 0], False
    with pytest.raises(Unreachable):
        line.snapshot(REF, nothing)
    assert line.snapshot(REF, nothing) == CONTENT
