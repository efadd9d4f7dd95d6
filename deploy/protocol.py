"""HTTP/1.1 on a connection: uvicorn's fast parser, stricter about what stands around a body."""

from typing import Final

from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol

from shared.gate import HEADERS
from shared.http import standard_problem

MOST_AROUND: Final = 65_536
"""Bytes of a request that are no body: its line, headers and trailers, and the lengths of chunks."""
_NO_HTTP: Final = "dit is geen verzoek volgens HTTP/1.1"
_TOO_LONG: Final = "adres, koppen of trailers zijn te lang"


class _OneHost(Exception):
    """HTTP/1.1 without a Host, or with two of them (RFC 9112 §3.2)."""


class Protocol(HttpToolsProtocol):
    """Reads no further in a request with more around its body than `MOST_AROUND` and as much again as its body so far.

    The parser keeps headers and trailers of any length; what comes in at one go is short (asyncio reads 256 KiB). The
    size of a body is looked at by `shared/gate.py`. What is no HTTP gets a problem like every other fault.
    """

    _around = 0

    def data_received(self, data: bytes) -> None:
        """Read what came in; closes the connection when it is too much."""
        self._around += len(data)
        super().data_received(data)
        if self._around > MOST_AROUND and not self.transport.is_closing():
            self.send_400_response(_TOO_LONG)

    def on_headers_complete(self) -> None:
        """Begin the request; the parser turns what is raised here into a 400."""
        hosts = [name for name, _ in self.headers].count(b"host")
        if hosts != 1 and self.parser.get_http_version() == "1.1":
            raise _OneHost
        super().on_headers_complete()

    def on_body(self, body: bytes) -> None:
        """A part of the body, which is not around it and allows for its own length of chunk."""
        self._around -= 2 * len(body)
        super().on_body(body)

    def on_message_complete(self) -> None:
        """The end of a request; the next one is counted anew."""
        self._around = 0
        super().on_message_complete()

    def send_400_response(self, msg: str) -> None:
        """Answer what is no request, and close; what uvicorn says of it (`msg`, in English) is in no answer."""
        problem = standard_problem(400, msg if msg == _TOO_LONG else _NO_HTTP)
        headers = [*problem.raw_headers, *HEADERS, (b"connection", b"close")]
        lines = (b"%b: %b\r\n" % header for header in headers)
        self.transport.write(b"".join([STATUS_LINE[400], *lines, b"\r\n", problem.body]))
        self.transport.close()
