"""The same document as OpenAPI 3.0.3, the version on the comply-or-explain list.

It rewrites what our documents use of 3.1 and refuses what 3.0 cannot say, so that nothing is lost unseen; only the form
of the keys of a map is left out.
"""

from copy import deepcopy
from typing import Any

Node = dict[str, Any]

_VALUES = ("example", "examples", "default", "enum", "value")
"""Keys that hold values, not schemas."""


class NietUitTeDrukken(ValueError):
    """The document says something that OpenAPI 3.0 has no words for."""


def as_3_0(document: Node) -> Node:
    """A 3.0.3 document; raises NietUitTeDrukken."""
    older = deepcopy(document)
    older["openapi"] = "3.0.3"
    _rewrite(older)
    return older


def _rewrite(node: Any) -> None:
    if isinstance(node, list):
        for part in node:
            _rewrite(part)
        return
    if not isinstance(node, dict):
        return
    _rewrite_schema(node)
    for key, part in node.items():
        if key == "properties":
            for schema in part.values():
                _rewrite(schema)
        elif key not in _VALUES:
            _rewrite(part)


def _rewrite_schema(node: Node) -> None:
    if isinstance(node.get("examples"), list):
        node["example"] = node.pop("examples")[0]
    if "const" in node:
        node["enum"] = [node.pop("const")]
    for bound in ("minimum", "maximum"):
        exclusive = f"exclusive{bound.capitalize()}"
        if isinstance(node.get(exclusive), int | float):
            node[bound], node[exclusive] = node[exclusive], True
    if "$ref" in node and len(node) > 1 and isinstance(node["$ref"], str):
        node["allOf"] = [{"$ref": node.pop("$ref")}]
    if len(node.get("patternProperties", ())) == 1:
        # a map whose keys have a form: 3.0 can say the values, the form of a key is left to 3.1
        (node["additionalProperties"],) = node.pop("patternProperties").values()
        node.pop("propertyNames", None)
    _refuse(node)


def _refuse(node: Node) -> None:
    if isinstance(node.get("type"), list) or node.get("type") == "null":
        raise NietUitTeDrukken(
            "een type naast null: laat het veld weg in plaats van null te sturen"
        )
    for key in ("prefixItems", "propertyNames", "patternProperties", "if"):
        if isinstance(node.get(key), dict | list):
            raise NietUitTeDrukken(key)
