"""HTTP/1.1 on a connection: uvicorn's fast parser, with a limit on what it would otherwise keep without end."""

from typing import Final

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

MOST_AROUND: Final = 65_536
"""Bytes of a request that are no body: its line, headers and trailers, and the lengths of chunks."""


class Protocol(HttpToolsProtocol):
    """Reads no further in a request with more around its body than `MOST_AROUND` and as much again as its body so far.

    The parser keeps headers and trailers of any length; what comes in at one go is short (asyncio reads 256 KiB). The
    size of a body is looked at by `shared/gate.py`.
    """

    _around = 0

    def data_received(self, data: bytes) -> None:
        """Read what came in; closes the connection when it is too much."""
        self._around += len(data)
        super().data_received(data)
        if self._around > MOST_AROUND and not self.transport.is_closing():
            self.send_400_response("Request line, headers or trailers are too long.")

    def on_body(self, body: bytes) -> None:
        """A part of the body, which is not around it and allows for its own length of chunk."""
        self._around -= 2 * len(body)
        super().on_body(body)

    def on_message_complete(self) -> None:
        """The end of a request; the next one is counted anew."""
        self._around = 0
        super().on_message_complete()
