"""Recording what the council decided about the begroting."""

from services.budget.begroting import queries as begroting
from services.budget.begroting.domain import Budgetpost, zoek_post
from services.budget.begrotingswijziging import queries
from services.budget.begrotingswijziging.domain import (
    BesluitInToekomst,
    OnbekendePost,
    PostZonderBegroting,
    Wijzig,
)
from services.budget.begrotingswijziging.models import WijzigingRow
from services.budget.grootboek import ledger
from services.budget.grootboek.domain import Begroot
from shared.db.uow import Tx
from shared.identifiers import nieuw_id


async def wijzig(tx: Tx, command: Wijzig) -> tuple[WijzigingRow, Budgetpost]:
    """Book the new total and keep the change; below what is used it is a fact, and what lies above is recorded.

    Raises OnbekendePost, PostZonderBegroting or BesluitInToekomst.
    """
    posten = await begroting.posten(tx.session)
    post = zoek_post(posten.values(), command.gemeente, command.post, "regulier")
    if post is None:
        raise OnbekendePost("deze gemeente kent deze post niet")
    if not post.begrensd:
        raise PostZonderBegroting("deze post registreert alleen")
    if command.besluitdatum > tx.vandaag:
        raise BesluitInToekomst("de raad heeft dit nog niet besloten")
    id_ = nieuw_id(tx.moment)
    await ledger.boek(tx, [Begroot(id_, post.id, command.jaar, command.bedrag)], posten)
    row = WijzigingRow(
        id=id_,
        gemeente=command.gemeente,
        post_id=post.id,
        jaar=command.jaar,
        bedrag=command.bedrag,
        verschil=await queries.geboekt(tx.session, id_),
        overschrijding=await queries.overschrijding(tx.session, post.id, command.jaar),
        besluitdatum=command.besluitdatum,
        reden=command.reden,
        door=tx.caller.client,
        vastgelegd_op=tx.moment,
    )
    tx.add(row)
    return row, post
