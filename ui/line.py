"""How the face reaches a server: lines over HTTP, with the certificate that the code names.

The network library is imported with the first line, never on the way to the first screen.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from fieldapp.errors import Refused

if TYPE_CHECKING:
    from fieldapp.session import Enlisted
    from sync.http import HttpTransport


class HttpConnect:
    """Opens lines over HTTP; satisfies `fieldapp.session.Connect`."""

    def first(self, server: str, code: str) -> tuple[HttpTransport, str, str | None]:
        """Open a line for enrolling: the line, the bare code, the pinned fingerprint.

        Raises `Refused` for an address or code that cannot be one, and what the line raises.
        """
        from sync.http import HttpTransport, pin_certificate, split_code

        url = _address(server)
        bare, mark = split_code(code)
        if not bare:
            raise Refused("code-missing", "登记码还没有填。", field="code", is_input=True)
        fingerprint = pin_certificate(url, mark) if url.startswith("https:") else None
        return HttpTransport(url, fingerprint=fingerprint), bare, fingerprint

    def again(self, enlisted: Enlisted) -> HttpTransport:
        """Open the line of an enrolled device."""
        from sync.http import HttpTransport

        return HttpTransport(
            _address(enlisted.server), enlisted.token, fingerprint=enlisted.fingerprint
        )


def _address(server: str) -> str:
    text = server.strip()
    url = text if "://" in text else f"https://{text}"
    if urlsplit(url).hostname is None:
        raise Refused(
            "server-malformed",
            "服务器的地址写得不全，照登记单上的抄一遍。",
            field="server",
            is_input=True,
        )
    return url
