"""A client of the APIs that does what a real one must: try again with the same Idempotency-Key."""

import time
from collections.abc import Callable, Mapping
from typing import Any
from uuid import uuid4

import httpx

from deploy.uitgever import CLIENTS

_AGAIN_CODES = frozenset({"verzoek-nog-bezig", "nog-niet-verwerkt"})


class GaveUp(AssertionError):
    """No answer within the client's patience; says what came last."""


class Client:
    """Speaks to the services of one running suite; `url` gives the base address of a service, or of the issuer.

    It may do everything in every gemeente, with a token that it gets when it first needs one. Any thread may use it.
    `patience` is how long, in seconds, it goes on asking; 0 asks once.
    """

    def __init__(self, url: Callable[[str], str], *, patience: float = 40) -> None:
        self._url = url
        self.patience = patience
        self._http = httpx.Client(timeout=10)

    def close(self) -> None:
        """Close every connection."""
        self._http.close()

    def get(self, service: str, path: str, **params: str | int) -> Any:
        """The JSON of a GET that succeeds."""
        answer = self.send("GET", service, path, params=params)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def create(
        self,
        service: str,
        path: str,
        body: Mapping[str, Any],
        *,
        key: str | None = None,
        prefer: str | None = None,
    ) -> httpx.Response:
        """A POST that makes something; every attempt carries the same key."""
        headers = {"Idempotency-Key": key or str(uuid4())}
        if prefer:
            headers["Prefer"] = prefer
        return self.send("POST", service, path, json=body, headers=headers)

    def created(self, service: str, path: str, body: Mapping[str, Any], **how: str) -> Any:
        """The JSON of a POST that makes something and succeeds."""
        answer = self.create(service, path, body, **how)
        assert answer.status_code == 201, answer.text
        return answer.json()

    def send(self, method: str, service: str, path: str, **request: Any) -> httpx.Response:
        """The answer to a request, asked again while the service is away or says it is busy; raises GaveUp."""
        deadline = time.monotonic() + self.patience
        while True:
            last: object
            try:
                answer = self.ask(method, service, path, **request)
                if not _again(answer):
                    return answer
                last = answer.text
            except httpx.TransportError as error:
                last = repr(error)
            if time.monotonic() >= deadline:
                raise GaveUp(f"{method} {service}{path}: {last}")
            time.sleep(0.1)

    def ask(self, method: str, service: str, path: str, **request: Any) -> httpx.Response:
        """The answer to a request, whatever it is; raises httpx.TransportError when there is none."""
        self._authorise()
        return self._http.request(method, self._url(service) + path, **request)

    def _authorise(self) -> None:
        if "authorization" in self._http.headers:
            return
        demo = CLIENTS["demo"]
        answer = self._http.post(
            self._url("uitgever") + "/token",
            data={"grant_type": "client_credentials"},
            auth=(demo.naam, demo.geheim),
        )
        answer.raise_for_status()
        self._http.headers["authorization"] = f"Bearer {answer.json()['access_token']}"


def _again(answer: httpx.Response) -> bool:
    if answer.status_code == 503:
        return True
    return answer.status_code == 409 and answer.json()["code"] in _AGAIN_CODES


def until(look: Callable[[], Any], *, seconds: float = 120) -> Any:
    """The first outcome of `look` that is true; raises GaveUp after `seconds`."""
    deadline = time.monotonic() + seconds
    while True:
        found = look()
        if found:
            return found
        if time.monotonic() >= deadline:
            raise GaveUp(f"never: {look}")
        time.sleep(0.05)
