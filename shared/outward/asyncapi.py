"""The AsyncAPI 3.1 document of a service, made from the contracts: what it says, what it hears, and its webhooks."""

from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

from shared.contracts import CONTRACTS
from shared.events import Event
from shared.identifiers import GEMEENTECODE

SCHEMAS = "#/components/schemas/"
MESSAGES = "#/components/messages/"
_PROFILE = "NL GOV profiel voor CloudEvents 1.1"
_UUID = {"type": "string", "format": "uuid"}
_ATTRIBUTES: Mapping[str, Mapping[str, Any]] = {
    "specversion": {"const": "1.0"},
    "id": {**_UUID, "description": "Kenmerk; dezelfde gebeurtenis kan vaker komen"},
    "source": {"type": "string", "format": "uri", "pattern": "^urn:nld:oin:"},
    "type": {"type": "string"},
    "subject": {**_UUID, "description": "Kenmerk van waar het over gaat"},
    "time": {"type": "string", "format": "date-time", "description": "Moment van vastleggen"},
    "sequence": {
        "type": "string",
        "pattern": "^[1-9][0-9]*$",
        "description": "Volgnummer binnen de sleutel, zonder gaten",
    },
    "sequencetype": {"const": "Integer"},
    "gemeente": {"type": "string", "pattern": GEMEENTECODE},
}
"""The context attributes of every event; a message fixes its own `type`."""


def asyncapi(service: str, titel: str, versie: str, hears: Iterable[type[Event]]) -> dict[str, Any]:
    """The document. `hears` are the events of other services that it acts on."""
    says = [c for c in CONTRACTS.values() if service == c.PUBLISHER]
    heard = sorted(hears, key=lambda contract: contract.ce_type())
    used = {contract.ce_type(): contract for contract in [*says, *heard]}
    topics: dict[str, list[type[Event]]] = {}
    for contract in used.values():
        topics.setdefault(contract.topic(), []).append(contract)
    channels = {_id(topic): _topic(topic, contracts) for topic, contracts in topics.items()}
    operations = {_operation(topic, service): _moves(topic, service) for topic in topics}
    if says:
        channels["webhooks"] = _webhook(service, says)
        operations["afleveren"] = _delivers()
    return {
        "asyncapi": "3.1.0",
        "info": _info(titel, versie),
        "defaultContentType": "application/json",
        "channels": channels,
        "operations": operations,
        "components": {
            "messages": {
                **{contract.__name__: _message(contract) for contract in used.values()},
                **{_pushed(contract): _push_message(contract) for contract in says},
            },
            "schemas": _schemas(list(used.values())),
        },
    }


def _info(titel: str, versie: str) -> dict[str, Any]:
    return {
        "title": titel,
        "version": versie,
        "description": f"Gebeurtenissen volgens het {_PROFILE}. Op Kafka in binaire vorm (koppen `ce_…`); webhooks en "
        "`GET /gebeurtenissen` geven ze in gestructureerde vorm. Binnen een sleutel staat de volgorde vast.",
        "contact": {"name": "Team Meedoen", "email": "api@meedoen.example.nl"},
        "license": {"name": "EUPL-1.2", "url": "https://eupl.eu/1.2/nl/"},
    }


def _topic(topic: str, contracts: Iterable[type[Event]]) -> dict[str, Any]:
    names = [contract.__name__ for contract in contracts]
    return {
        "address": topic,
        "title": f"Topic {topic}",
        "messages": {name: {"$ref": MESSAGES + name} for name in names},
        "bindings": {"kafka": {"topic": topic, "bindingVersion": "0.5.0"}},
    }


def _webhook(service: str, contracts: Iterable[type[Event]]) -> dict[str, Any]:
    names = [_pushed(contract) for contract in contracts]
    return {
        "address": None,
        "title": f"Webhooks van {service}",
        "description": "Het adres is de `sink` van een abonnement (`/abonnementen`).",
        "messages": {name: {"$ref": MESSAGES + name} for name in names},
    }


def _moves(topic: str, service: str) -> dict[str, Any]:
    own = topic == f"{service}.events"
    return {"action": "send" if own else "receive", "channel": {"$ref": f"#/channels/{_id(topic)}"}}


def _delivers() -> dict[str, Any]:
    return {
        "action": "send",
        "channel": {"$ref": "#/channels/webhooks"},
        "bindings": {"http": {"method": "POST", "bindingVersion": "0.3.0"}},
    }


def _message(contract: type[Event]) -> dict[str, Any]:
    """The event on Kafka: the attributes in the headers, the payload bare."""
    headers = {f"ce_{name}": schema for name, schema in _typed(contract).items()}
    return {
        **_named(contract),
        "contentType": "application/json",
        "headers": {"type": "object", "properties": headers, "required": list(headers)},
        "payload": {"$ref": SCHEMAS + contract.__name__},
        "bindings": {"kafka": {"key": _UUID, "bindingVersion": "0.5.0"}},
    }


def _push_message(contract: type[Event]) -> dict[str, Any]:
    """The event in a webhook: one JSON document, signed per Standard Webhooks."""
    signed = {name: {"type": "string"} for name in _SIGNATURE}
    event = {
        **_typed(contract),
        "datacontenttype": {"const": "application/json"},
        "partitionkey": _UUID,
        "data": {"$ref": SCHEMAS + contract.__name__},
    }
    return {
        **_named(contract),
        "contentType": "application/cloudevents+json",
        "headers": {"type": "object", "properties": signed, "required": list(signed)},
        "payload": {"type": "object", "properties": event, "required": list(event)},
    }


_SIGNATURE = ("webhook-id", "webhook-timestamp", "webhook-signature")


def _named(contract: type[Event]) -> dict[str, Any]:
    return {
        "name": contract.ce_type(),
        "title": contract.NAME.replace("-", " ").capitalize(),
    }


def _typed(contract: type[Event]) -> dict[str, Any]:
    return {**_ATTRIBUTES, "type": {"const": contract.ce_type()}}


def _schemas(contracts: list[type[Event]]) -> dict[str, Any]:
    _, found = msgspec.json.schema_components(contracts, ref_template=SCHEMAS + "{name}")
    for schema in found.values():
        # docstrings speak to us, the document to integrators
        schema.pop("description", None)
    return found


def _pushed(contract: type[Event]) -> str:
    return f"{contract.__name__}Webhook"


def _operation(topic: str, service: str) -> str:
    own = topic == f"{service}.events"
    return "publiceren" if own else f"luisteren{topic.partition('.')[0].capitalize()}"


def _id(topic: str) -> str:
    return topic.replace(".", "-")
