"""Taking over what posts had at go-live."""

from collections.abc import Sequence
from uuid import UUID

from services.budget.beginstand import queries
from services.budget.beginstand.domain import NeemBeginstandOver, Nu, controleer
from services.budget.beginstand.models import BeginstandRow
from services.budget.begroting import queries as begroting
from services.budget.begroting.domain import zoek_post
from services.budget.grootboek import ledger
from services.budget.grootboek.domain import ALLEEN_POST, Overname
from shared.contracts.budget import BeginstandGeboekt
from shared.conversie.runs import Werk, Zegt
from shared.db.tables import Conversie
from shared.db.uow import Tx
from shared.identifiers import nieuw_id


async def bereid(
    tx: Tx, run: Conversie, commands: Sequence[NeemBeginstandOver]
) -> Werk[NeemBeginstandOver]:
    """How lines of the old ledger are taken over.

    All lines of a transaction are booked at once, so that locks keep their order.
    """
    posten = await begroting.posten(tx.session)
    eigen = {
        code: zoek_post(posten.values(), run.gemeente, code, "regulier")
        for code in {command.post for command in commands}
    }
    sleutels = {
        (post.id, command.jaar) for command in commands if (post := eigen[command.post]) is not None
    }
    standen = await queries.nu_op_slot(tx.session, sleutels)
    te_boeken: list[Overname] = []

    async def neem(command: NeemBeginstandOver) -> UUID:
        post = eigen[command.post]
        nu = standen.get((post.id, command.jaar)) if post else None
        controleer(command, post, nu)
        assert post is not None
        if nu is None:
            nu = standen[post.id, command.jaar] = Nu(nieuw_id(tx.moment), nieuw=True)
        te_boeken.append(_overname(tx, run, command, post.id, nu))
        return te_boeken[-1].gebeurtenis

    async def klaar() -> None:
        for (post_id, jaar), nu in sorted(standen.items()):
            if nu.nieuw:
                tx.add(BeginstandRow(id=nu.id, gemeente=run.gemeente, post_id=post_id, jaar=jaar))
        await tx.session.flush()
        await ledger.boek(tx, te_boeken, posten)

    return Werk(_zegt, neem, klaar)


def _zegt(command: NeemBeginstandOver) -> list[Zegt]:
    return [Zegt(command.post, command.jaar, command.verplicht, command.gerealiseerd)]


def _overname(
    tx: Tx, run: Conversie, command: NeemBeginstandOver, post_id: int, nu: Nu
) -> Overname:
    nu.open += command.verplicht
    nu.gerealiseerd += command.gerealiseerd
    tx.emit(
        BeginstandGeboekt(
            gemeente=run.gemeente,
            beginstand_id=str(nu.id),
            conversie_id=str(run.id),
            post=command.post,
            boekjaar=command.jaar,
            verplicht_centen=command.verplicht,
            gerealiseerd_centen=command.gerealiseerd,
        )
    )
    return Overname(
        gebeurtenis=nieuw_id(tx.moment),
        toekenning=nu.id,
        gemeente=run.gemeente,
        versie=ALLEEN_POST,
        conversie=run.id,
        besluitjaar=command.jaar,
        post_code=command.post,
        post=post_id,
        toegekend={command.jaar: command.verplicht + command.gerealiseerd},
        gerealiseerd={command.jaar: command.gerealiseerd},
    )
