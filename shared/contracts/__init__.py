"""Every event that travels, one module per publisher, and the table from CloudEvents type to class."""

import msgspec

from shared.contracts import budget, intake, trajecten, werkgevers
from shared.events import Event

CONTRACTS: dict[str, type[Event]] = {
    contract.ce_type(): contract
    for publisher in (intake, trajecten, werkgevers, budget)
    for contract in publisher.EVENTS
}
DECODERS = {
    type_: msgspec.json.Decoder(contract, strict=True) for type_, contract in CONTRACTS.items()
}
