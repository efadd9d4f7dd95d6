"""The document speaks Dutch to integrators: our English docstrings stay with us."""

import inspect
import json
from collections.abc import Iterator
from typing import Annotated

import pytest
from pydantic import ConfigDict, Field, TypeAdapter

from deploy.services import SERVICES
from shared.schemas import GEHEEL, Schema
from shared.service import build_api

DOCUMENTS = {name: build_api(service).openapi() for name, service in SERVICES.items()}


def schemas(kind: type[Schema] = Schema) -> Iterator[type[Schema]]:
    """Every schema there is, generic ones filled in too."""
    for sub in kind.__subclasses__():
        yield sub
        yield from schemas(sub)


@pytest.mark.parametrize("service", SERVICES)
def test_no_docstring_of_ours_stands_in_the_document(service: str) -> None:
    document = json.dumps(DOCUMENTS[service], ensure_ascii=False)
    docs = {inspect.cleandoc(kind.__doc__ or "").partition("\n")[0] for kind in schemas()}
    assert len(docs) > 20
    assert [doc for doc in docs if doc and doc in document] == []


def test_dutch_that_is_given_stays() -> None:
    class Fiets(Schema):
        """A bicycle."""

        model_config = ConfigDict(json_schema_extra={"description": "Een fiets"})

        wielen: int

    assert TypeAdapter(Fiets).json_schema()["description"] == "Een fiets"


def test_bounds_of_a_whole_number_are_checked_and_documented() -> None:
    adapter: TypeAdapter[int] = TypeAdapter(Annotated[int, Field(ge=1, le=6), GEHEEL])
    assert adapter.json_schema() == {"type": "integer", "minimum": 1, "maximum": 6}
    assert adapter.validate_python(6.0) == 6
    for wrong in (0, 7, 1.5, True, "3"):
        with pytest.raises(ValueError, match="1 validation error"):
            adapter.validate_python(wrong)
