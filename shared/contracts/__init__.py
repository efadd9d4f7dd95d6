"""Every event that travels, a module or two per publisher, and the table from CloudEvents type to class."""

import msgspec

from shared.contracts import budget, intake, maatregelen, trajecten, werkgevers
from shared.events import Event

CONTRACTS: dict[str, type[Event]] = {
    contract.ce_type(): contract
    for module in (intake, trajecten, maatregelen, werkgevers, budget)
    for contract in module.EVENTS
}
DECODERS = {
    type_: msgspec.json.Decoder(contract, strict=True) for type_, contract in CONTRACTS.items()
}
