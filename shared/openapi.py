"""The document of a service: FastAPI's, made to say what our boundary really does."""

from typing import Any

from fastapi import FastAPI

from shared.http import PROBLEM

_VERSION_HEADER = {
    "API-Version": {"description": "Versie van deze API", "schema": {"type": "string"}}
}

_CONTACT = {
    "name": "Team Meedoen",
    "url": "https://meedoen.example.nl",
    "email": "api@meedoen.example.nl",
}


def describe(api: FastAPI) -> None:
    """Replace the document of the app: 400 instead of FastAPI's 422, problem+json, `API-Version` on every answer."""
    original = api.openapi

    def openapi() -> dict[str, Any]:
        if api.openapi_schema is None:
            _correct(original())
        assert api.openapi_schema is not None
        return api.openapi_schema

    api.openapi = openapi  # type: ignore[method-assign]


def _correct(document: dict[str, Any]) -> None:
    document["info"]["contact"] = _CONTACT
    for path in document.get("paths", {}).values():
        for operation in path.values():
            _correct_operation(operation)
    for name in ("HTTPValidationError", "ValidationError"):
        document.get("components", {}).get("schemas", {}).pop(name, None)


def _correct_operation(operation: dict[str, Any]) -> None:
    for parameter in operation.get("parameters", ()):
        # absent is 428 after the id was found (decision 21), so FastAPI may not refuse it first
        parameter["required"] = parameter["required"] or parameter["name"] == "If-Match"
    responses = operation["responses"]
    if "HTTPValidationError" in str(responses.get("422", "")):
        del responses["422"]
    for status, response in responses.items():
        response["headers"] = {**response.get("headers", {}), **_VERSION_HEADER}
        if int(status) >= 400 and "application/json" in response.get("content", {}):
            response["content"] = {PROBLEM: response["content"]["application/json"]}
