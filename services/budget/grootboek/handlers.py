"""The first state of the ledger."""

from collections.abc import Iterator, Mapping

from services.budget.begroting import handlers as begroting
from services.budget.begroting import queries as posts
from services.budget.begroting.domain import Budgetpost, zoek_post
from services.budget.begroting.policy import BegrotingRules
from services.budget.bevinding import handlers as bevinding
from services.budget.grootboek import ledger, queries
from services.budget.grootboek.domain import Begroot, Sleutel
from services.budget.plafond import handlers as plafond
from services.budget.plafond import queries as plafonds
from services.budget.policy import BudgetPolicy
from shared.db.uow import Tx
from shared.identifiers import nieuw_id


async def seed(tx: Tx, policy: BudgetPolicy) -> None:
    """Store posts and plafonds, open their years, and record what does not add up; may be run again."""
    await begroting.seed(tx, policy.begroting)
    await plafond.seed(tx, policy.plafond)
    await bevinding.controleer_totalen(tx, policy.begroting)
    posten = await posts.posten(tx.session)
    wanted = dict(_begroot(policy.begroting, posten))
    jaren = {(posten[post].gemeente, jaar) for post, jaar in wanted}
    jaren |= {(post.gemeente, tx.vandaag.year) for post in posten.values()}
    places = [
        (post.id, jaar)
        for post in posten.values()
        for gemeente, jaar in jaren
        if post.eenheid == "plaatsen" and post.gemeente == gemeente
    ]
    wanted |= await plafonds.aantallen(tx.session, places)
    bekend = await queries.begrote_sleutels(tx.session)
    new = [key for key in sorted(wanted) if key not in bekend]
    await ledger.boek(tx, [Begroot(nieuw_id(tx.moment), *key, wanted[key]) for key in new], posten)


def _begroot(
    rules: Mapping[str, BegrotingRules], posten: Mapping[int, Budgetpost]
) -> Iterator[tuple[Sleutel, int]]:
    for gemeente, rule in rules.items():
        for waarde in rule.begroting.waarden:
            for regel in waarde.waarde.posten:
                post = zoek_post(posten.values(), gemeente, regel.code, "regulier")
                assert post is not None, f"{regel.code} is zowel post als plafond"
                yield from (((post.id, jaar), b) for jaar, b in regel.bedragen.items())
