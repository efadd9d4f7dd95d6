"""The settings of a process, read once from the environment (`MEEDOEN_…`); services never look there."""

from pathlib import Path

from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """Everything that differs from one installation to the next.

    `database_url` holds `{service}` where the name of the service belongs. `urls` maps a service to the base address of
    its API (`…/v1`) for reading from it. `failpoints` arms the places of `shared/failpoints.py` and is refused unless
    `testing` says that this process may be killed.
    """

    model_config = SettingsConfigDict(env_prefix="MEEDOEN_", extra="ignore")

    database_url: str = ""
    kafka: str = "127.0.0.1:9092"
    kafka_replication: int = 1
    instance: str | None = None
    session_timeout_ms: int = 10_000
    urls: dict[str, str] = {}
    rules: Path | None = None
    dead_letter_limit: int = 100
    testing: bool = False
    failpoints: str = ""

    def armed(self) -> str:
        """The failpoints to arm; raises ValueError outside a test."""
        if self.failpoints and not self.testing:
            raise ValueError("MEEDOEN_FAILPOINTS werkt alleen met MEEDOEN_TESTING=true")
        return self.failpoints
