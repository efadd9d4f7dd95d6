"""Debian's nginx with the configuration that is delivered, on a loopback port, in front of processes of a test."""

import json
import os
import re
import signal
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import httpx

from tests.servers.ports import LOOPBACK, free_ports
from tests.servers.process import ServerProcess, launch, need

TEMPLATE = Path(__file__).parents[2] / "deploy" / "nginx" / "meedoen.conf.template"
_AROUND = """
{user}
worker_processes 1;
pid {directory}/nginx.pid;
events {{ worker_connections 512; }}
http {{
  client_body_temp_path {directory}/body;
  proxy_temp_path {directory}/proxy;
  fastcgi_temp_path {directory}/fastcgi;
  uwsgi_temp_path {directory}/uwsgi;
  scgi_temp_path {directory}/scgi;
  include {directory}/meedoen.conf;
}}
"""


class NginxProxy:
    """One proxy; `upstreams` gives the ports of the replicas of each service."""

    def __init__(self, directory: Path, upstreams: Mapping[str, Sequence[int]]) -> None:
        directory.mkdir(parents=True, exist_ok=True)
        self._directory = directory
        self._upstreams = upstreams
        [self.port] = free_ports(1)
        self._process: ServerProcess | None = None

    @property
    def url(self) -> str:
        """Where it answers, without a slash at the end."""
        return f"http://{LOOPBACK}:{self.port}"

    def start(self) -> None:
        """Start, and return when it answers; raises ServerUnavailable where there is no nginx."""
        program = _find_nginx()
        (self._directory / "meedoen.conf").write_text(filled_in(self._values()), encoding="utf-8")
        # As root it would give its work to a user who cannot reach the directory of the test.
        user = "user root;" if os.geteuid() == 0 else ""
        configuration = self._directory / "nginx.conf"
        text = _AROUND.format(user=user, directory=self._directory)
        configuration.write_text(text, encoding="utf-8")
        self._process = launch(
            [program, "-p", str(self._directory), "-c", str(configuration), "-g", "daemon off;"],
            self._directory / "nginx.log",
            death_signal="TERM",
        )
        self._process.wait_until(self._answers, seconds=20)

    def stop(self) -> None:
        """Stop; does nothing when it does not run."""
        if self._process is not None:
            self._process.end(signal.SIGTERM, seconds=10)
            self._process = None

    def requests(self) -> list[dict[str, Any]]:
        """What it answered, in order: the lines of its access log."""
        lines = (self._directory / "access.log").read_text(encoding="utf-8").splitlines()
        return [json.loads(line) for line in lines]

    def _values(self) -> dict[str, str]:
        values = {
            "MEEDOEN_LISTEN": f"{LOOPBACK}:{self.port}",
            "MEEDOEN_SCHEME": "http",
            "MEEDOEN_ACCESS_LOG": str(self._directory / "access.log"),
        }
        for service, ports in self._upstreams.items():
            servers = [f"server {LOOPBACK}:{port} max_fails=0;" for port in ports]
            values[f"MEEDOEN_SERVERS_{service.upper()}"] = " ".join(servers)
        return values

    def _answers(self) -> bool:
        try:
            return httpx.get(self.url + "/nergens").status_code == 404
        except httpx.TransportError:
            return False


def filled_in(values: Mapping[str, str]) -> str:
    """The template with its names filled in, as envsubst would; raises KeyError for a name without a value."""
    text = TEMPLATE.read_text(encoding="utf-8")
    return re.sub(r"\$\{(MEEDOEN_\w+)\}", lambda found: values[found[1]], text)


def _find_nginx() -> str:
    debian = Path("/usr/sbin/nginx")
    return str(debian) if debian.exists() else need("nginx", "apt-get install nginx-light")
