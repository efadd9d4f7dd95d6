"""Public identifiers and the forms of the numbers the field uses."""

import re
from datetime import datetime
from uuid import UUID

from stdnum.nl import bsn
from uuid_utils.compat import uuid7

BSN = r"^[0-9]{9}$"
GEMEENTECODE = r"^GM[0-9]{4}$"
KVK_NUMMER = r"^[0-9]{8}$"
VESTIGINGSNUMMER = r"^[0-9]{12}$"
OIN = r"^[0-9]{20}$"
UUID_VORM = r"^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$"


def nieuw_id(moment: datetime) -> UUID:
    """A UUIDv7 of the given moment: ids that follow time keep the indexes of a ledger small (decision 34)."""
    seconden = int(moment.timestamp())
    return uuid7(nanoseconds=seconden * 10**9 + moment.microsecond * 1000)


def is_bsn(nummer: str) -> bool:
    """Whether this is a BSN: nine digits that pass the elfproef."""
    # the form first: stdnum also takes points and adds zeros
    return re.fullmatch(r"[0-9]{9}", nummer) is not None and bool(bsn.is_valid(nummer))
