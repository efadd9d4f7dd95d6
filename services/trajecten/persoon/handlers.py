"""Keeping the read copy: a repeated or overtaken event changes nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from services.trajecten.persoon import queries
from services.trajecten.persoon.models import Persoon, Uitkeringsperiode
from shared.consumer import Handler
from shared.contracts.intake import (
    DiagnoseVastgesteld,
    HuishoudenGewijzigd,
    InwonerEvent,
    InwonerGeregistreerd,
    InwonerGewist,
    InwonerOverleden,
    InwonerSamengevoegd,
    InwonerVertrokken,
    UitkeringBeeindigd,
    UitkeringBegonnen,
)
from shared.db.uow import Tx
from shared.events import Event, Received
from shared.identifiers import nieuw_id

Inwonerfeit = InwonerGeregistreerd | InwonerEvent
Feitgebeurtenis = Received[Inwonerfeit | DiagnoseVastgesteld]
Sleutel = tuple[UUID, str]
_FEITEN = (
    "geboortedatum",
    "uitkering_soort",
    "uitkering_vanaf",
    "uitkering_tot",
    "huishouden_ref",
    "vertrokken_op",
    "overleden_op",
    "diagnose_op",
    "trede",
    "afstand",
    "profiel",
)


@dataclass(slots=True)
class _Kopie:
    """A person of the batch with the benefits known so far."""

    tx: Tx
    persoon: Persoon
    perioden: list[Uitkeringsperiode]

    async def begin(self, soort: str, vanaf: date | None) -> None:
        """A benefit begins: what ran then ends the day before, what was to begin later does not come (intake)."""
        if vanaf is not None:
            await self._kort_in(vanaf)
        row = Uitkeringsperiode(
            id=nieuw_id(self.tx.moment),
            gemeente=self.persoon.gemeente,
            persoon_ref=self.persoon.persoon_ref,
            soort=soort,
            van=vanaf,
            tot=None,
        )
        self.tx.add(row)
        self.perioden.append(row)

    def eindig(self, tot: date) -> None:
        """What runs ends on `tot`."""
        for row in self.perioden:
            if row.tot is None:
                row.tot = tot

    def verleg(self, blijft: UUID) -> None:
        """The benefits prove to be those of the person who remains."""
        self.persoon.samengevoegd_met = blijft
        for row in self.perioden:
            row.persoon_ref = blijft

    async def wis(self) -> None:
        """The person is erased: only the ref and the versie are left."""
        row = self.persoon
        for feit in _FEITEN:
            setattr(row, feit, None)
        row.gewist_op = self.tx.vandaag
        await self._haal_weg([*self.perioden])

    async def vergeet_lopende(self) -> None:
        """What ran proves to be something else."""
        await self._haal_weg([row for row in self.perioden if row.tot is None])

    async def _kort_in(self, vanaf: date) -> None:
        later = [row for row in self.perioden if row.van is not None and row.van >= vanaf]
        await self._haal_weg(later)
        for row in self.perioden:
            if row.tot is None or row.tot >= vanaf:
                row.tot = vanaf - timedelta(days=1)

    async def _haal_weg(self, rows: Sequence[Uitkeringsperiode]) -> None:
        # a row of this batch must be there before it can be deleted
        await self.tx.session.flush()
        for row in rows:
            await self.tx.session.delete(row)
            self.perioden.remove(row)


async def neem_over(tx: Tx, events: Sequence[Feitgebeurtenis]) -> None:
    """Copy the facts of a batch; a diagnose may create the person too, as on a replay."""
    refs = {_ref(item) for item in events}
    rows = await queries.personen_op_slot(tx.session, refs)
    perioden = await queries.perioden(tx.session, refs)
    known = {key: _Kopie(tx, row, perioden.get(key, [])) for key, row in rows.items()}
    for received in events:
        key = (_ref(received), received.event.gemeente)
        kopie = known.get(key)
        if kopie is None:
            kopie = known[key] = _nieuw(tx, key)
        if kopie.persoon.gewist_op is not None:
            continue
        if isinstance(received.event, DiagnoseVastgesteld):
            _neem_diagnose_over(kopie.persoon, received.event, received.sequence)
        elif received.event.versie > kopie.persoon.versie:
            kopie.persoon.versie = received.event.versie
            if isinstance(received.event, InwonerGewist):
                await kopie.wis()
            else:
                await _neem_feit_over(kopie, received.event)


def _ref(received: Feitgebeurtenis) -> UUID:
    return UUID(received.event.persoon_ref)


def _nieuw(tx: Tx, key: Sleutel) -> _Kopie:
    row = Persoon(persoon_ref=key[0], gemeente=key[1], versie=-1, diagnose_volgnummer=0)
    tx.add(row)
    return _Kopie(tx, row, [])


async def _neem_feit_over(kopie: _Kopie, event: Inwonerfeit) -> None:
    row = kopie.persoon
    match event:
        case InwonerGeregistreerd():
            await _neem_inwoner_over(kopie, event)
        case UitkeringBegonnen(uitkering_soort=soort, vanaf=vanaf):
            row.uitkering_soort, row.uitkering_vanaf, row.uitkering_tot = soort, vanaf, None
            await kopie.begin(soort, vanaf)
        case UitkeringBeeindigd(beeindigd_op=tot):
            row.uitkering_tot = tot
            kopie.eindig(tot)
        case InwonerVertrokken(vertrokken_op=dag):
            row.vertrokken_op = dag
        case InwonerOverleden(overleden_op=dag):
            row.overleden_op = dag
        case HuishoudenGewijzigd(huishouden_ref=ref):
            row.huishouden_ref = UUID(ref)
        case InwonerSamengevoegd(blijft_ref=ref):
            kopie.verleg(UUID(ref))


async def _neem_inwoner_over(kopie: _Kopie, event: InwonerGeregistreerd) -> None:
    row = kopie.persoon
    row.geboortedatum = event.geboortedatum
    row.huishouden_ref = UUID(event.huishouden_ref) if event.huishouden_ref else None
    row.uitkering_soort, row.uitkering_tot = event.uitkering_soort, None
    row.uitkering_vanaf = event.uitkering_vanaf
    await kopie.vergeet_lopende()
    if event.uitkering_soort != "geen":
        await kopie.begin(event.uitkering_soort, event.uitkering_vanaf)


def _neem_diagnose_over(row: Persoon, event: DiagnoseVastgesteld, sequence: int) -> None:
    # a diagnose recorded later may be dated earlier; the sequence decides between two of one day
    new = (event.vastgesteld_op, sequence)
    if row.diagnose_op is not None and new <= (row.diagnose_op, row.diagnose_volgnummer):
        return
    row.diagnose_op, row.diagnose_volgnummer = new
    row.trede = event.trede
    row.afstand = event.afstand
    row.profiel = event.profiel


FEITEN: frozenset[type[Event]] = frozenset(
    {
        InwonerGeregistreerd,
        InwonerVertrokken,
        InwonerOverleden,
        UitkeringBegonnen,
        UitkeringBeeindigd,
        HuishoudenGewijzigd,
        InwonerSamengevoegd,
        InwonerGewist,
    }
)
"""The facts of a person that are ordered by `versie`."""
HANDLERS = Handler(FEITEN | {DiagnoseVastgesteld}, neem_over)
