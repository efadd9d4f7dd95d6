"""A real sink on 127.0.0.1: an HTTP server in a thread that keeps what it gets and answers what it is told to."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class Sink:
    """What arrived, and what to answer: the statuses in turn, then 204."""

    port: int = 0
    answers: list[int] = field(default_factory=list)
    requests: list[tuple[dict[str, str], bytes, int]] = field(default_factory=list)

    @property
    def url(self) -> str:
        """Where events may be sent."""
        return f"http://127.0.0.1:{self.port}/hier"

    @property
    def taken(self) -> list[dict[str, Any]]:
        """The events that it took, in order."""
        return [json.loads(body) for _, body, status in self.requests if status == 204]

    @property
    def versies(self) -> list[int]:
        """The versions of the persons in them."""
        return [event["data"]["versie"] for event in self.taken]


@contextmanager
def serving(sink: Sink) -> Iterator[Sink]:
    """The sink at work; a second time on the port it had."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            status = sink.answers.pop(0) if sink.answers else 204
            sink.requests.append(({k.lower(): v for k, v in self.headers.items()}, body, status))
            self.send_response(status)
            if 300 <= status < 400:
                self.send_header("location", f"http://127.0.0.1:{sink.port}/elders")
            self.end_headers()

        def log_request(self, *args: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", sink.port), Handler)
    sink.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield sink
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
