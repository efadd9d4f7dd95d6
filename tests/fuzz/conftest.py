"""A suite of its own for the fuzzer, filled a little: what it leaves behind is in nobody's way."""

from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import pytest

from deploy.keys import key_in
from deploy.services import SERVICES
from shared.auth import SCOPES
from shared.gemeenten import GEMEENTEN
from shared.tokens import Ondertekenaar
from tests.flow.played import DemoRun
from tests.flow.suite import ISSUER, DistributedSuite, EmbeddedSuite, Suite
from tests.fuzz.known import Known, known

_PERSONEN = 3
_UUR = 3600
DISTRIBUTED = pytest.param("distributed", marks=pytest.mark.distributed)


@dataclass(frozen=True, slots=True)
class Doel:
    """A suite that serves, the identities that ask, one gemeente each, and values that the first one finds there."""

    suite: Suite
    tokens: Mapping[str, str]
    known: Known


@pytest.fixture(scope="module", params=["embedded", DISTRIBUTED])
def doel(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Doel]:
    """What is fuzzed, in each mode."""
    directory = tmp_path_factory.mktemp("fuzz")
    with ExitStack() as ends:
        suite: Suite
        if request.param == "embedded":
            suite, key = EmbeddedSuite(directory), directory / "data/uitgever.pem"
        else:
            servers = (request.getfixturevalue("postgres"), request.getfixturevalue("kafka"))
            suite = DistributedSuite(directory, *servers, name=f"fuzz_{uuid4().hex[:8]}")
            ends.callback(suite.clear)
            suite.prepare()
            key = directory / ISSUER / "uitgever.pem"
        ends.callback(suite.stop)
        suite.start()
        yield _filled(suite, key, directory)


def _filled(suite: Suite, key: Path, directory: Path) -> Doel:
    urls = {name: suite.url(name) for name in (*SERVICES, ISSUER)}
    DemoRun(directory / "demo.json", _PERSONEN, urls=urls).result()
    issuer = Ondertekenaar(suite.url(ISSUER), key_in(key))
    tokens = {gemeente: _token(issuer, gemeente) for gemeente in GEMEENTEN}
    first = tokens[min(tokens)]
    found = known([suite.url(name) for name in SERVICES], first)
    # a sink that embedded mode allows and where nobody listens
    return Doel(suite, tokens, {**found, "sink": ["http://127.0.0.1:9/"]})


def _token(issuer: Ondertekenaar, gemeente: str) -> str:
    """A client with every right in one gemeente, so that it never has to say which."""
    name = f"fuzz-{gemeente}"
    claims = {
        "sub": name,
        "client_id": name,
        "scope": " ".join(sorted(SCOPES)),
        "gemeenten": [gemeente],
    }
    return issuer.onderteken(claims, 4 * _UUR)
