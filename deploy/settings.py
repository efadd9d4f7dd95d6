"""The settings of a process, read once from the environment (`MEEDOEN_…`); services never look there."""

import socket
from pathlib import Path

from pydantic import BaseModel
from pydantic_settings import BaseSettings, SettingsConfigDict
from sqlalchemy import make_url

from shared.crypto import Sleutelring, SleutelsOnbruikbaar, lees
from shared.gemeenten import GEMEENTEN


class OidcSettings(BaseModel):
    """The provider at which people log in, and who we are there; the secret stands in a file.

    `intern` is where this process reaches what browsers reach at `uitgever`, when that is elsewhere.
    """

    uitgever: str
    client_id: str
    geheim_bestand: Path
    intern: str | None = None

    def geheim(self) -> str:
        """Raises OSError when the file cannot be read."""
        return self.geheim_bestand.read_text(encoding="utf-8").strip()


class Settings(BaseSettings):
    """Everything that differs from one installation to the next.

    `database_url` holds `{service}` where the name of the service belongs; the password of its role stands in
    `database_password_file`, which may hold `{service}` too. `urls` maps a service to the base address of its API
    (`…/<service>/v1`) for reading from it. `instance` tells the replicas of a service apart and may hold `{hostname}`.
    `sleutels` is the file with the keys of the gemeenten (`meedoen sleutels`). `webhook_sinks` lists the hosts (`host`
    or `host:port`) that events may be sent to.
    `uitgevers` maps each issuer of tokens that is believed to where its public keys are: an address or a file. At
    monitor `oidc` lets people log in; their sessions are signed with `sessiesleutel`, the same file for every replica,
    `adres` is where browsers find the suite, and `veilig` says that they come over TLS. `cors` lists the origins of
    web pages elsewhere that may use the API, `proxies` the addresses whose `X-Forwarded-…` headers are believed.
    `failpoints` arms the places of `shared/failpoints.py` and is refused unless `testing` says that this process may be
    killed.
    """

    model_config = SettingsConfigDict(env_prefix="MEEDOEN_", extra="ignore")

    host: str = "127.0.0.1"
    drain_seconds: float = 0
    proxies: str = "127.0.0.1"
    database_url: str = ""
    database_password_file: str = ""
    kafka: str = "127.0.0.1:9092"
    kafka_replication: int = 1
    instance: str | None = None
    session_timeout_ms: int = 10_000
    cors: frozenset[str] = frozenset()
    urls: dict[str, str] = {}
    uitgevers: dict[str, str] = {}
    oidc: OidcSettings | None = None
    sessiesleutel: Path | None = None
    adres: str | None = None
    veilig: bool = True
    rules: Path | None = None
    sleutels: Path | None = None
    dead_letter_limit: int = 100
    webhook_sinks: list[str] = []
    testing: bool = False
    failpoints: str = ""

    def ring(self) -> Sleutelring:
        """The keys of this service; raises SleutelsOnbruikbaar when it has none."""
        if self.sleutels is None:
            raise SleutelsOnbruikbaar("zet MEEDOEN_SLEUTELS op een bestand van `meedoen sleutels`")
        return lees(self.sleutels, GEMEENTEN)

    def armed(self) -> str:
        """The failpoints to arm; raises ValueError outside a test."""
        if self.failpoints and not self.testing:
            raise ValueError("MEEDOEN_FAILPOINTS werkt alleen met MEEDOEN_TESTING=true")
        return self.failpoints

    def database(self, service: str) -> str:
        """The URL of the database of a service, with its password; raises OSError when its file cannot be read."""
        url = self.database_url.format(service=service)
        if not self.database_password_file:
            return url
        file = Path(self.database_password_file.format(service=service))
        password = file.read_text(encoding="utf-8").strip()
        return make_url(url).set(password=password).render_as_string(hide_password=False)

    @property
    def replica(self) -> str | None:
        """What tells this replica from the others to the broker, the same after a restart; None: nothing does."""
        return self.instance and self.instance.format(hostname=socket.gethostname())
