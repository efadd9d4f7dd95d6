"""The document of a service as a page: every operation with its fields, an example and a line of curl.

Drawn from the document itself on the server, so that nothing comes from elsewhere and the page cannot say otherwise.
"""

import json
import shlex
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from fastapi import FastAPI, Request, Response

from shared.openapi import Document, operations
from shared.openapi.examples import example
from shared.web.pages import environment, render, static_address

_BOUNDS: Final = (
    ("minimum", "vanaf {}"),
    ("maximum", "tot en met {}"),
    ("multipleOf", "veelvoud van {}"),
    ("minLength", "minstens {} tekens"),
    ("maxLength", "hoogstens {} tekens"),
    ("pattern", "vorm {}"),
)
_KINDS: Final = {
    "string": "tekst",
    "integer": "geheel getal",
    "number": "getal",
    "boolean": "true of false",
    "array": "lijst",
    "object": "object",
}
_FORMATS: Final = {"date": "datum", "date-time": "tijdstip", "uuid": "UUID"}


@dataclass(frozen=True, slots=True)
class Field:
    """A parameter, or a field of a body: its kind with bounds, and whether it must be there."""

    name: str
    kind: str
    required: bool
    description: str
    place: str = ""


@dataclass(frozen=True, slots=True)
class Operation:
    """What the page shows of one operation."""

    id: str
    method: str
    path: str
    summary: str
    description: str
    parameters: Sequence[Field]
    body: Sequence[Field]
    body_example: str
    answer_example: str
    answers: Sequence[tuple[str, str]]
    curl: str


@dataclass(frozen=True, slots=True)
class Group:
    """The operations of one tag."""

    name: str
    description: str
    operations: Sequence[Operation]


def add_docs(api: FastAPI) -> None:
    """Serve the page at `/docs`, outside the document."""
    env = environment()

    async def docs(request: Request) -> Response:
        document, root = api.openapi(), request.scope.get("root_path", "")
        address = f"{request.url.scheme}://{request.url.netloc}{root}"
        return render(
            env,
            request,
            "docs.html",
            {
                "info": document["info"],
                "groepen": list(groups(document, address)),
                "statisch": static_address(root.removesuffix("/v1")),
                "gemeente": "",
                "actief": "",
            },
        )

    api.add_route("/docs", docs, methods=["GET"], include_in_schema=False)


def groups(document: Document, address: str) -> Iterator[Group]:
    """The operations of the document by tag; `address` is where the API is, for the lines of curl."""
    found = list(operations(document))
    for tag in document["tags"]:
        own = [_operation(document, address, at) for at in found if tag["name"] in at[2]["tags"]]
        yield Group(tag["name"], tag["description"], own)


def _operation(document: Document, address: str, at: tuple[str, str, Document]) -> Operation:
    path, method, operation = at
    schemas = document["components"]["schemas"]
    sent = operation.get("requestBody", {}).get("content", {}).get("application/json", {})
    good = next(iter(operation["responses"].values()))
    given = good.get("content", {}).get("application/json", {}).get("schema", {})
    body = _example(document, sent.get("schema"))
    return Operation(
        id=operation["operationId"],
        method=method.upper(),
        path=path,
        summary=operation["summary"],
        description=operation["description"],
        parameters=[_parameter(p, schemas) for p in operation.get("parameters", ())],
        body=_fields(sent.get("schema", {}), schemas),
        body_example=_pretty(body),
        answer_example=_pretty(_example(document, given)),
        answers=[(code, _description(document, r)) for code, r in operation["responses"].items()],
        curl=_curl(method, f"{address}{path}", operation, body),
    )


def _description(document: Document, response: Document) -> str:
    if "$ref" in response:
        response = document["components"]["responses"][response["$ref"].rpartition("/")[2]]
    return str(response["description"])


def _example(document: Document, schema: Document | None) -> Any:
    return example(schema, document["components"]["schemas"]) if schema else None


def _pretty(value: Any) -> str:
    return "" if value is None else json.dumps(value, ensure_ascii=False, indent=2)


def _parameter(parameter: Document, schemas: Document) -> Field:
    kind = _kind(parameter["schema"], schemas)
    place = {"path": "pad", "query": "query", "header": "kop"}[parameter["in"]]
    said = parameter.get("description", "")
    return Field(parameter["name"], kind, parameter.get("required", False), said, place)


def _fields(schema: Document, schemas: Document) -> list[Field]:
    schema = _resolved(schema, schemas)
    required = schema.get("required", ())
    return [
        Field(name, _kind(field, schemas), name in required, field.get("description", ""))
        for name, field in schema.get("properties", {}).items()
    ]


def _resolved(schema: Document, schemas: Document) -> Document:
    found = schema
    while "$ref" in found:
        found = schemas[found["$ref"].rpartition("/")[2]]
    return found


def _kind(schema: Document, schemas: Document) -> str:
    schema = _resolved(schema, schemas)
    if "enum" in schema:
        return "een van: " + ", ".join(map(str, schema["enum"]))
    if schema.get("type") == "array":
        return f"lijst van {_kind(schema['items'], schemas)}"
    kind = _FORMATS.get(schema.get("format", "")) or _KINDS.get(schema.get("type", ""), "")
    bounds = [text.format(schema[key]) for key, text in _BOUNDS if key in schema]
    return ", ".join([kind or "een waarde", *bounds])


def _curl(method: str, url: str, operation: Document, body: Any) -> str:
    names = {p["name"] for p in operation.get("parameters", ()) if p["in"] == "header"}
    lines = [f"curl -X {method.upper()} {shlex.quote(url)}", '-H "Authorization: Bearer $TOKEN"']
    if "Idempotency-Key" in names:
        lines.append('-H "Idempotency-Key: $(uuidgen)"')
    if "If-Match" in names:
        lines.append("""-H 'If-Match: "1"'""")
    if body is not None:
        lines.append("-H 'Content-Type: application/json'")
        lines.append(f"-d {shlex.quote(json.dumps(body, ensure_ascii=False))}")
    return " \\\n  ".join(lines)
