"""An example for every schema of the document, put together from those of its fields.

A field says what it looks like with `Field(examples=[…])`, a whole schema with `json_schema_extra`; what says nothing
gets the example of its kind.
"""

import re
from collections.abc import Mapping
from typing import Any, Final

Node = dict[str, Any]

_METHOD: Final = re.compile("put|post|patch|get|delete")
_FORMATS: Final[Mapping[str, str]] = {
    "date": "2026-03-02",
    "date-time": "2026-03-02T09:30:00Z",
    "uuid": "01912d68-783e-7a03-8467-5661c1243ad4",
}
_WORDS: Final[Mapping[str, str]] = {
    "bron": "Beleidsplan Participatiewet, par. 6.4",
    "code": "prb",
    "detail": "lees de velden hieronder",
    "naam": "Persoonlijk re-integratiebudget",
    "name": "besluitdatum",
    "post": "prb",
    "product": "prb",
    "reason": "verplicht, maar ontbreekt",
    "regel": "S-091",
    "title": "Het verzoek is ongeldig",
    "type": "urn:meedoen:probleem:ongeldig",
}
_OTHERWISE: Final[Mapping[str, Any]] = {
    "string": "tekst",
    "boolean": True,
    "object": {},
}


def add_examples(components: Node) -> None:
    """Give every schema of the components an example, in the schema or else beside it under its name."""
    schemas, beside = components["schemas"], {}
    for name, schema in schemas.items():
        found = example(schema, schemas)
        if _takes_a_name_for_a_method(found):
            schema.pop("examples", None)
            beside[name] = {"value": found}
        else:
            schema["examples"] = [found]
    if beside:
        components["examples"] = beside


def _takes_a_name_for_a_method(found: Any) -> bool:
    # the linter looks for methods in everything that can be reached from `paths`, a field `post` too
    if isinstance(found, list):
        return any(map(_takes_a_name_for_a_method, found))
    return isinstance(found, dict) and any(
        _METHOD.search(name) or _takes_a_name_for_a_method(part) for name, part in found.items()
    )


def example(schema: Node, schemas: Node, name: str = "") -> Any:
    """A value the schema accepts: required fields, and the optional ones that say what they look like."""
    if "$ref" in schema:
        return example(schemas[schema["$ref"].rpartition("/")[2]], schemas, name)
    if schema.get("examples"):
        return schema["examples"][0]
    for key in ("const", "default"):
        if key in schema:
            return schema[key]
    for key in ("enum", "anyOf", "oneOf", "allOf"):
        if key in schema:
            first = schema[key][0]
            return first if key == "enum" else example(first, schemas, name)
    return _of_kind(schema, schemas, name)


def _of_kind(schema: Node, schemas: Node, name: str) -> Any:
    kind = schema.get("type", "object")
    if kind == "object":
        return _object(schema, schemas)
    if kind == "array":
        return [example(schema["items"], schemas, name)]
    if kind in ("integer", "number"):
        return schema.get("minimum", 1)
    word = None if "pattern" in schema and name != "code" else _WORDS.get(name)
    return _FORMATS.get(schema.get("format", "")) or word or _OTHERWISE[kind]


def _object(schema: Node, schemas: Node) -> Node:
    required = schema.get("required", ())
    return {
        name: example(field, schemas, name)
        for name, field in schema.get("properties", {}).items()
        if name in required or field.get("examples")
    }
