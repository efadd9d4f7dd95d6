"""The document of a service: FastAPI's, made to say what our boundary really does (NL API Design Rules 2.2)."""

import json
import re
from collections.abc import Iterator
from typing import Any

from fastapi import FastAPI

from shared.auth import BEVOEGDHEDEN
from shared.http import PROBLEM
from shared.openapi.examples import add_examples
from shared.schemas import problem_schemas

Document = dict[str, Any]

_CONTACT = {
    "name": "Team Meedoen",
    "url": "https://meedoen.example.nl",
    "email": "api@meedoen.example.nl",
}
_LICENSE = {
    "name": "EUPL-1.2",
    "url": "https://eupl.eu/1.2/nl/",
}
_HEADERS = {
    "API-Version": {
        "description": "Versie van deze API",
        "schema": {"type": "string", "examples": ["0.1.0"]},
    },
    "Retry-After": {
        "description": "Over hoeveel seconden opnieuw proberen zin heeft",
        "schema": {"type": "integer", "examples": [2]},
    },
}
_BOUNDS = ("minimum", "maximum", "multipleOf")
_METHODS = ("get", "put", "post", "patch", "delete")
_GENERIC = re.compile(r"\b(Pagina)_(\w+?)_(?=\")")


def describe(api: FastAPI) -> None:
    """Replace the document of the app: 400 instead of FastAPI's 422, problem+json, examples, headers, Dutch only."""
    original = api.openapi

    def openapi() -> Document:
        if api.openapi_schema is None:
            api.openapi_schema = _corrected(original())
        return api.openapi_schema

    api.openapi = openapi  # type: ignore[method-assign]


def operations(document: Document) -> Iterator[tuple[str, str, Document]]:
    """Path, method and operation, in the order of the document."""
    for path, item in document["paths"].items():
        for method in _METHODS:
            if method in item:
                yield path, method, item[method]


def _corrected(found: Document) -> Document:
    document: Document = json.loads(_GENERIC.sub(r"\1\2", json.dumps(found, ensure_ascii=False)))
    document["info"] |= {"contact": _CONTACT, "license": _LICENSE}
    parts = document.setdefault("components", {})
    for name in ("HTTPValidationError", "ValidationError"):
        parts.setdefault("schemas", {}).pop(name, None)
    parts["schemas"] |= problem_schemas()
    _tidy(document)
    parts["headers"] = _HEADERS
    parts["responses"] = {}
    for _, _, operation in operations(document):
        _correct_operation(operation, parts["responses"])
    parts["securitySchemes"] = {"oauth2": _oauth2(document)}
    add_examples(parts)
    return document


def _oauth2(document: Document) -> Document:
    """How a client gets a token, with the scopes that this document speaks of (NL GOV profile for OAuth 2.0)."""
    asked = [
        each["oauth2"] for _, _, operation in operations(document) for each in operation["security"]
    ]
    scopes = sorted({scope for each in asked for scope in each})
    flow = {
        "tokenUrl": "https://uitgever.example.nl/token",
        "scopes": {scope: BEVOEGDHEDEN.get(scope, scope) for scope in scopes},
    }
    return {"type": "oauth2", "flows": {"clientCredentials": flow}}


def _tidy(node: Any) -> None:
    """Mend what pydantic says for itself, or leaves out, in every part of the document."""
    if isinstance(node, list):
        for part in node:
            _tidy(part)
    elif isinstance(node, dict):
        _tidy_schema(node)
        for part in node.values():
            _tidy(part)


def _tidy_schema(node: Document) -> None:
    if isinstance(node.get("title"), str) and "version" not in node:
        del node["title"]
    if node.get("default", ...) is None:
        # what may be absent is never null (decision 59)
        del node["default"]
    if "patternProperties" in node:
        # pydantic refuses every other key, but does not say so
        node["additionalProperties"] = False
        node.pop("propertyNames", None)
    if node.get("type") == "integer":
        node.update({bound: int(node[bound]) for bound in _BOUNDS if bound in node})
    kinds = [kind for kind in node.get("anyOf", ()) if kind != {"type": "null"}]
    if len(kinds) == 1:
        # a parameter that may be left out
        del node["anyOf"]
        node.update(kinds[0] | node)


def _correct_operation(operation: Document, shared: Document) -> None:
    for parameter in operation.get("parameters", ()):
        # absent is 428 after the id was found (decision 21), so FastAPI may not refuse it first
        parameter["required"] |= parameter["name"] == "If-Match"
    responses = operation["responses"]
    if "HTTPValidationError" in str(responses.get("422", "")):
        del responses["422"]
    for status, response in responses.items():
        again = ("Retry-After",) if status in ("409", "503") else ()
        named = {name: {"$ref": f"#/components/headers/{name}"} for name in ("API-Version", *again)}
        response["headers"] = {**response.get("headers", {}), **named}
        if int(status) >= 400:
            responses[status] = _problem(status, response, shared)


def _problem(status: str, response: Document, shared: Document) -> Document:
    name = f"Fout{status}"
    # FastAPI gives an error the media type of the answer, such as NDJSON
    (content,) = response["content"].values()
    shared.setdefault(name, {**response, "content": {PROBLEM: content}})
    return {"$ref": f"#/components/responses/{name}"}
