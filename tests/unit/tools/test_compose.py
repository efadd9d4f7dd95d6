"""docker-compose.yml, the image, the proxy and the settings speak of the same things."""

import json
import re
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from deploy.services import SERVICES
from deploy.settings import Settings
from deploy.uitgever import PAGINAS

ROOT = Path(__file__).parents[3]
SCHEMA = ROOT.parent / "shared" / "standards" / "compose-spec.schema.json"
TEMPLATE = (ROOT / "deploy" / "nginx" / "meedoen.conf.template").read_text("utf-8")
DOCKERFILE = (ROOT / "deploy" / "Dockerfile").read_text("utf-8")
WRITTEN = (ROOT / "docker-compose.yml").read_text("utf-8")
# with the defaults of its variables, as where nothing is set
COMPOSE: dict[str, Any] = yaml.safe_load(re.sub(r"\$\{\w+:-([^${}]*)\}", r"\1", WRITTEN))
PARTS: dict[str, dict[str, Any]] = COMPOSE["services"]
EXTRA_SECRETS = {"intake": ["sleutels"], "monitor": ["geheimen", "oidc", "sessies"]}
ADDRESS = "http://127.0.0.1:8000"
INSIDE = "http://uitgever:8000/uitgever"


def test_it_is_a_compose_file() -> None:
    if not SCHEMA.exists():
        pytest.skip("needs shared/standards/compose-spec.schema.json beside the checkout")
    jsonschema.Draft7Validator(json.loads(SCHEMA.read_text("utf-8"))).validate(COMPOSE)


def test_every_service_runs_and_nothing_unknown_does() -> None:
    assert set(PARTS) == {*SERVICES, "migrate", "uitgever", "postgres", "kafka", "proxy"}
    for name in SERVICES:
        assert PARTS[name]["command"] == ["deploy.distributed", name, "--port", "8000"]
        assert PARTS[name]["secrets"] == [
            f"database_{name}",
            *EXTRA_SECRETS.get(name, ["geheimen"]),
        ]
        # the keys of personal data go to intake alone; the others have keys for their own secrets
        keys = "sleutels" if name == "intake" else "geheimen"
        assert PARTS[name]["environment"]["MEEDOEN_SLEUTELS"] == f"/run/secrets/{keys}"
        assert PARTS[name]["depends_on"]["migrate"]["condition"] == "service_completed_successfully"
        assert PARTS["proxy"]["depends_on"][name]["condition"] == "service_healthy"


def settings_of(name: str, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """What the process of a part reads from its environment; all of it must be ours."""
    environment: dict[str, str] = PARTS[name]["environment"]
    known = {f"MEEDOEN_{field.upper()}" for field in Settings.model_fields}
    assert set(environment) <= known
    for key, value in environment.items():
        monkeypatch.setenv(key, value)
    return Settings()


@pytest.mark.parametrize("name", [*SERVICES, "migrate"])
def test_every_setting_is_one_of_ours_and_can_be_read(
    name: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    settings = settings_of(name, monkeypatch)
    settings.database_password_file = str(tmp_path / "database_{service}")
    for service in SERVICES:
        (tmp_path / f"database_{service}").write_text(f"p@ss/'{service}\n")
        address = settings.database(service)
        assert address == f"postgresql+psycopg://{service}:p%40ss%2F%27{service}@postgres/{service}"
    assert settings.urls in ({}, {s: f"http://{s}:8000/{s}/v1" for s in SERVICES})
    assert (settings.replica is None) == (name == "migrate")
    keys = {f"{ADDRESS}/uitgever": f"{INSIDE}/jwks"}
    assert settings.uitgevers == ({} if name == "migrate" else keys)


def test_people_log_in_at_the_issuer_that_is_there_to_try_it_out(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    command = PARTS["uitgever"]["command"]
    assert command[:3] == ["deploy.uitgever", "--port", "8000"]
    assert command[-2:] == ["--adres", f"{ADDRESS}/uitgever"]
    settings = settings_of("monitor", monkeypatch)
    assert settings.oidc is not None
    assert (settings.oidc.uitgever, settings.oidc.intern) == (f"{ADDRESS}/uitgever", INSIDE)
    assert settings.oidc.client_id == PAGINAS
    assert (settings.adres, settings.veilig) == (ADDRESS, False)
    for file in (settings.oidc.geheim_bestand, settings.sessiesleutel):
        assert file is not None
        assert str(file.parent) == "/run/secrets"
        assert file.name in PARTS["monitor"]["secrets"]


@pytest.mark.parametrize("name", SERVICES)
def test_the_manual_shows_how_a_gemeente_names_its_own(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    manual = (ROOT / "docs" / "beheer.md").read_text("utf-8")
    [written] = re.findall(r"```yaml\n(.*?)```", manual, re.DOTALL)
    own: dict[str, Any] = yaml.safe_load(written)["services"]
    assert set(own) <= set(PARTS)
    assert own["uitgever"]["deploy"]["replicas"] == 0
    assert set(own["proxy"]["environment"]) <= set(PARTS["proxy"]["environment"])
    for key, value in own[name]["environment"].items():
        monkeypatch.setitem(PARTS[name]["environment"], key, value)
    settings = settings_of(name, monkeypatch)
    assert all(issuer.startswith("https://") for issuer in settings.uitgevers)
    assert "buiten" in own[name]["networks"]
    if name == "monitor":
        assert settings.oidc is not None
        assert (settings.oidc.uitgever in settings.uitgevers, settings.oidc.intern) == (True, None)
        assert (settings.veilig, settings.adres is None) == (True, False)


def test_only_monitor_can_make_sessions() -> None:
    """Its key would make anybody of anybody; the others read what it made."""
    assert {name for name, part in PARTS.items() if "sessies" in part.get("secrets", [])} == {
        "monitor"
    }


def test_the_proxy_gets_every_name_of_its_template() -> None:
    wanted = set(re.findall(r"\$\{(\w+)\}", TEMPLATE))
    given = {key for key in PARTS["proxy"]["environment"] if key.startswith("MEEDOEN_")}
    assert given == wanted
    passed_on = re.findall(r"\^/\(\?<dienst>([a-z|]+)\)/", TEMPLATE)
    assert [set(names.split("|")) for names in passed_on] == [{*SERVICES, "uitgever"}]


@pytest.mark.parametrize("name", PARTS)
def test_every_part_is_hardened(name: str) -> None:
    part = PARTS[name]
    assert part["cap_drop"] == ["ALL"]
    assert part["security_opt"] == ["no-new-privileges:true"]
    assert part["read_only"] is (name != "kafka")
    assert part["restart"] in ("unless-stopped", "on-failure")
    assert part["healthcheck"]
    assert part["tmpfs"]
    assert "privileged" not in part
    assert all(secret in COMPOSE["secrets"] for secret in part.get("secrets", []))


def test_only_the_proxy_is_reached_and_only_from_this_machine() -> None:
    assert {name for name, part in PARTS.items() if "ports" in part} == {"proxy"}
    assert all(port.startswith("127.0.0.1:") for port in PARTS["proxy"]["ports"])
    assert {name for name, part in PARTS.items() if part["networks"] != ["binnen"]} == {"proxy"}
    assert COMPOSE["networks"]["binnen"] == {"internal": True}


def test_no_password_stands_in_a_file_of_the_project() -> None:
    values = [str(v) for part in PARTS.values() for v in part.get("environment", {}).values()]
    assert not [value for value in values if re.search(r"//[^/]*:[^/@]+@", value)]
    assert "/secrets/" in (ROOT / ".gitignore").read_text("utf-8").splitlines()


def test_the_image_runs_as_somebody_without_rights() -> None:
    assert "USER 10001:10001" in DOCKERFILE
    assert DOCKERFILE.count("FROM python:3.13-slim") == DOCKERFILE.count("\nFROM ") == 2
    copied = set(re.findall(r"^COPY (?!--from)(\S+)", DOCKERFILE, re.MULTILINE))
    kept = set((ROOT / ".dockerignore").read_text("utf-8").splitlines())
    assert {f"!{name}" for name in copied} == {line for line in kept if line.startswith("!")}
    assert all((ROOT / name).exists() for name in copied)
