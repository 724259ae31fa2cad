"""Offer and answer over HTTP(S): pinned certificate, time limits, resumed snapshots."""

from __future__ import annotations

import base64
import hashlib
import ssl
from collections.abc import Callable, Iterator
from typing import Any, TypeVar
from urllib.parse import quote, urlsplit

import msgspec
import requests
from requests.adapters import HTTPAdapter

from sync.attachments import Attachment, Stand
from sync.bundle import MAX_BUNDLE
from sync.codec import MAX_MESSAGE, BadMessage, canonical, decode, pack, unpack
from sync.drill import DrillAnswer, DrillQuestion
from sync.leaving import LeftPhoto, PhotoTaken
from sync.line import Enrolled, Problem, TurnedAway, Unreachable, WrongServer
from sync.protocol import Answer, Offer, SnapshotRef
from sync.release import UPDATE_PART, Offered
from sync.seal import PublicKeys

CONNECT_S = 5.0
READ_S = 60.0
CARRY_S = 300.0
"""A file of thousands of changes is judged while one waits."""
MAX_SNAPSHOT = 200_000_000
_WORTH = 65_536
"""A transfer that broke after so many bytes is taken up again at once; after fewer, next time."""
_LOOPBACK = {"127.0.0.1", "localhost", "::1"}
_ZSTD = "application/zstd"
_BUNDLE = "application/vnd.fieldapp.bundle"
_ENROL = "/v1/enrol"
T = TypeVar("T")


class _ServerKeys(msgspec.Struct, frozen=True):
    seal: str
    sign: str


class HttpTransport:
    """One device's line to its server. A transfer that broke is resumed by the next call."""

    def __init__(
        self, url: str, token: str = "", *, fingerprint: str | None = None, read_s: float = READ_S
    ) -> None:
        _require_safe(url, fingerprint)
        self._url = url.rstrip("/")
        self._read_s = read_s
        self._session = requests.Session()
        # An environment variable must not replace the pinned certificate.
        self._session.trust_env = False
        if fingerprint:
            self._session.mount("https://", _PinnedAdapter(fingerprint))
            self._session.verify = False
        if token:
            self._session.headers["Authorization"] = f"Bearer {token}"
        self._partial: dict[str, bytes] = {}

    def exchange(self, offer: Offer) -> Answer:
        """Carry one offer and its answer. Raises `Unreachable` or `TurnedAway`."""
        content = self._call("POST", "/v1/exchange", MAX_MESSAGE, data=pack(offer), kind=_ZSTD)
        return _read(lambda: unpack(Answer, content))

    def leave(self, offer: Offer) -> Answer:
        """Hand in what a revoked device still holds. Raises `Unreachable` or `TurnedAway`."""
        content = self._call("POST", "/v1/leave", MAX_MESSAGE, data=pack(offer), kind=_ZSTD)
        return _read(lambda: unpack(Answer, content))

    def leave_photo(self, left: LeftPhoto) -> PhotoTaken:
        """Hand in a photograph of a scope that was left. Raises `Unreachable` or `TurnedAway`."""
        body = canonical(left)
        content = self._call("POST", "/v1/leave/photo", 10_000, data=body, kind="application/json")
        return _read(lambda: decode(PhotoTaken, content))

    def drill(self, question: DrillQuestion) -> DrillAnswer:
        """Ask about single rows. Raises `Unreachable` or `TurnedAway`."""
        body = canonical(question)
        content = self._call("POST", "/v1/drill", MAX_MESSAGE, data=body, kind="application/json")
        return _read(lambda: decode(DrillAnswer, content))

    def enrol(self, code: str, device_name: str) -> Enrolled:
        """Hand in a one-time code and become a device. Raises `Unreachable` or `TurnedAway`."""
        body = msgspec.json.encode({"code": code, "device_name": device_name})
        content = self._call("POST", _ENROL, 1_000_000, data=body, kind="application/json")
        return _read(lambda: msgspec.json.decode(content, type=Enrolled))

    def introduce(self, sign: bytes) -> PublicKeys:
        """Make this device's public signing key known and be told the server's keys.

        Raises `Unreachable` or `TurnedAway`.
        """
        body = msgspec.json.encode({"sign": sign.hex()})
        content = self._call("POST", "/v1/keys", 10_000, data=body, kind="application/json")
        told = _read(lambda: msgspec.json.decode(content, type=_ServerKeys))
        return _read(lambda: PublicKeys(bytes.fromhex(told.seal), bytes.fromhex(told.sign)))

    def carry(self, content: bytes) -> bytes:
        """Hand in another device's sealed file and give its answer, which nobody here can read.

        Raises `Unreachable` or `TurnedAway`.
        """
        headers = {"Content-Type": _BUNDLE, "Accept": _BUNDLE}
        patience = (CONNECT_S, max(self._read_s, CARRY_S))
        response = self._request(
            "POST", "/v1/bundles", data=content, headers=headers, timeout=patience
        )
        return b"".join(_limited(response, MAX_BUNDLE))

    def snapshot(self, ref: SnapshotRef, on_bytes: Callable[[int], None]) -> bytes:
        """Fetch a snapshot, going on where an earlier try broke off, and check its name."""
        if ref.size > MAX_SNAPSHOT:
            raise Unreachable("snapshot too large")
        parts = bytearray(self._partial.pop(ref.name, b""))
        while len(parts) < ref.size:
            before = len(parts)
            try:
                self._fetch_rest(ref, parts, on_bytes)
            except Unreachable:
                if len(parts) - before < min(_WORTH, ref.size):
                    raise
        self._partial = {}
        if hashlib.sha256(parts).hexdigest() != ref.name:
            raise Unreachable("snapshot damaged on the way")
        return bytes(parts)

    def _fetch_rest(
        self, ref: SnapshotRef, parts: bytearray, on_bytes: Callable[[int], None]
    ) -> None:
        """Fetch what `parts` lacks; keep what came when it breaks off."""
        try:
            for part in self._stream(f"/v1/snapshots/{ref.name}", parts):
                parts += part
                on_bytes(len(part))
                if len(parts) > ref.size:
                    break
        finally:
            self._partial = {ref.name: bytes(parts)}

    def put_part(self, one: Attachment, start: int | None, part: bytes) -> Stand:
        """Carry one part of a picture; with None only ask how much the server has.

        Raises `Unreachable` or `TurnedAway`.
        """
        place = f"{start}-{(start or 0) + len(part) - 1}" if start is not None else "*"
        digest = base64.b64encode(hashlib.sha256(part).digest()).decode()
        headers = {
            "Content-Type": "image/jpeg",
            "Content-Range": f"bytes {place}/{one.size}",
            "Content-Digest": f"sha-256=:{digest}:",
        }
        response = self._request("PUT", _photo_path(one), data=part, headers=headers)
        content = b"".join(_limited(response, 10_000))
        return _read(lambda: msgspec.json.decode(content, type=Stand))

    def get_rest(self, one: Attachment, start: int, on_part: Callable[[bytes], None]) -> None:
        """Fetch a picture from `start` on. Raises `Unreachable` or `TurnedAway`."""
        headers = {"Range": f"bytes={start}-"} if start else {}
        response = self._request("GET", _photo_path(one), headers=headers)
        if start and response.status_code != requests.codes.partial_content:
            response.close()
            raise Unreachable("no ranges")
        for part in _limited(response, one.size - start):
            on_part(part)

    def offered(self, kind: str) -> Offered | None:
        """Ask for a new edition of the program. Raises `Unreachable` or `TurnedAway`."""
        try:
            response = self._request("GET", f"/v1/updates/{quote(kind)}")
        except TurnedAway as away:
            if away.problem.code == "not_found":
                return None
            raise
        content = b"".join(_limited(response, 100_000))
        return _read(lambda: msgspec.json.decode(content, type=Offered))

    def update_part(self, kind: str, start: int) -> bytes:
        """Fetch some of its bytes from a place on. Raises `Unreachable` or `TurnedAway`."""
        headers = {"Range": f"bytes={start}-"}
        response = self._request("GET", f"/v1/updates/{quote(kind)}/file", headers=headers)
        return b"".join(_limited(response, UPDATE_PART))

    def close(self) -> None:
        """Hang up."""
        self._session.close()

    def _call(self, method: str, path: str, limit: int, *, data: bytes, kind: str) -> bytes:
        headers = {"Content-Type": kind, "Accept": kind}
        response = self._request(method, path, data=data, headers=headers)
        return b"".join(_limited(response, limit))

    def _stream(self, path: str, parts: bytearray) -> Iterator[bytes]:
        headers = {"Range": f"bytes={len(parts)}-"} if parts else {}
        response = self._request("GET", path, headers=headers)
        if response.status_code != requests.codes.partial_content:
            # Whoever knows no ranges (a proxy) sends all of it again.
            parts.clear()
        return _limited(response, MAX_SNAPSHOT)

    def _request(self, method: str, path: str, **options: Any) -> requests.Response:
        try:
            response = self._send(method, path, options)
        except (requests.RequestException, OSError) as error:
            raise Unreachable(type(error).__name__) from error
        if response.status_code not in (200, 201, 206):
            raise _turned_away(response)
        return response

    def _send(self, method: str, path: str, options: dict[str, Any]) -> requests.Response:
        """Send a request, once more when the server had hung up on the line we kept open.

        Everything but enrolling may be asked twice: the same offer changes nothing the second time.
        """
        arguments = {"timeout": (CONNECT_S, self._read_s), "stream": True, **options}
        url = self._url + path
        try:
            return self._session.request(method, url, allow_redirects=False, **arguments)
        except requests.ConnectionError:
            if path == _ENROL:
                raise
            return self._session.request(method, url, allow_redirects=False, **arguments)


class _PinnedAdapter(HTTPAdapter):
    """Accepts exactly one certificate, by the SHA-256 of its DER form (hex)."""

    def __init__(self, fingerprint: str) -> None:
        self._fingerprint = fingerprint
        super().__init__()

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        """Hand the pin to every pool."""
        kwargs["assert_fingerprint"] = self._fingerprint
        super().init_poolmanager(*args, **kwargs)


def _photo_path(one: Attachment) -> str:
    return f"/v1/photos/{quote(one.scope, safe=':')}/{quote(one.row, safe='')}"


def split_code(text: str) -> tuple[str, str]:
    """Split what the administrator hands out into code and certificate mark (may be empty)."""
    code, _, mark = text.strip().upper().replace(" ", "").partition("-")
    return code, mark.replace("-", "")


def pin_certificate(url: str, mark: str) -> str:
    """Fetch the server's certificate and pin it if it bears `mark` (base32 of its SHA-256).

    Raises `Unreachable` when there is no answer, `WrongServer` when the mark differs.
    """
    parts = urlsplit(url)
    try:
        text = ssl.get_server_certificate((parts.hostname or "", parts.port or 443), timeout=10)
    except (OSError, ValueError) as error:
        raise Unreachable(type(error).__name__) from error
    digest = hashlib.sha256(ssl.PEM_cert_to_DER_cert(text)).digest()
    full = base64.b32encode(digest).decode().rstrip("=")
    if len(mark) < 26 or not full.startswith(mark):
        raise WrongServer
    return digest.hex()


def _require_safe(url: str, fingerprint: str | None) -> None:
    parts = urlsplit(url)
    if parts.scheme == "https" and fingerprint:
        return
    if parts.scheme == "http" and parts.hostname in _LOOPBACK:
        return
    raise WrongServer


def _limited(response: requests.Response, limit: int) -> Iterator[bytes]:
    size = 0
    try:
        for part in response.iter_content(65536):
            size += len(part)
            if size > limit:
                raise Unreachable("answer too large")
            yield part
    except (requests.RequestException, OSError) as error:
        raise Unreachable(type(error).__name__) from error
    finally:
        response.close()


def _turned_away(response: requests.Response) -> Exception:
    try:
        body = b"".join(_limited(response, 100_000))
        problem = msgspec.json.decode(body, type=Problem)
    except (msgspec.DecodeError, Unreachable):
        # Not our server's words: a proxy, a captive portal, a stranger.
        return Unreachable(f"status {response.status_code}")
    return TurnedAway(problem)


def _read(reading: Callable[[], T]) -> T:
    try:
        return reading()
    except (BadMessage, ValueError) as error:
        raise Unreachable("answer malformed") from error
