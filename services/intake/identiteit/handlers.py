"""Keeping, reading and erasing who an inwoner is."""

from collections.abc import Iterable
from uuid import UUID

import msgspec
from sqlalchemy.ext.asyncio import AsyncSession

from services.intake.identiteit import queries
from services.intake.identiteit.domain import Adres, BsnAlGeregistreerd, Naam, Persoonsgegevens
from services.intake.identiteit.models import Identiteit
from shared.crypto import PersoonSleutel, Plaats, Sleutelring, Verpakt
from shared.db.uow import Tx


async def leg_vast(
    tx: Tx, ring: Sleutelring, gemeente: str, persoon_ref: UUID, wie: Persoonsgegevens
) -> None:
    """Keep who an inwoner is, under a key of his own; raises BsnAlGeregistreerd."""
    al = await bezette(tx.session, ring, [(gemeente, wie.bsn)])
    await tx.add_unique(nieuw(ring, gemeente, persoon_ref, wie, al), _al_bekend())


async def bezette(
    session: AsyncSession, ring: Sleutelring, nummers: Iterable[tuple[str, str | None]]
) -> set[tuple[str, bytes]]:
    """Of these numbers, each with its gemeente, the indexes that somebody there has already."""
    gezocht: dict[str, list[bytes]] = {}
    for gemeente, bsn in nummers:
        if bsn:
            gezocht.setdefault(gemeente, []).extend(ring.indexen(gemeente, bsn))
    return {
        (gemeente, index)
        for gemeente, indexen in gezocht.items()
        for index in await queries.bezet(session, gemeente, indexen)
    }


def nieuw(
    ring: Sleutelring,
    gemeente: str,
    persoon_ref: UUID,
    wie: Persoonsgegevens,
    bezet: set[tuple[str, bytes]],
) -> Identiteit:
    """The row of somebody new, not stored yet; his number is `bezet` from then on. Raises BsnAlGeregistreerd."""
    sleutel, verpakt = ring.nieuw(Plaats(gemeente, "identiteit", "sleutel", persoon_ref))
    row = Identiteit(
        gemeente=gemeente, persoon_ref=persoon_ref, kid=verpakt.kid, sleutel=verpakt.sleutel
    )
    _beschrijf(row, sleutel, wie)
    if wie.bsn:
        if bezet & {(gemeente, index) for index in ring.indexen(gemeente, wie.bsn)}:
            raise _al_bekend()
        _schrijf_bsn(ring, sleutel, row, wie.bsn)
        bezet.add((gemeente, ring.index(gemeente, wie.bsn)))
    return row


async def werk_bij(
    tx: Tx, ring: Sleutelring, gemeente: str, persoon_ref: UUID, wie: Persoonsgegevens
) -> None:
    """Name and address as they are now; the BSN has a correction of its own."""
    sleutel = await sleutel_van(tx, ring, gemeente, persoon_ref)
    row = await queries.van(tx.session, persoon_ref)
    assert row is not None
    _beschrijf(row, sleutel, wie)


def _beschrijf(row: Identiteit, sleutel: PersoonSleutel, wie: Persoonsgegevens) -> None:
    naam, adres = wie.naam, wie.adres
    row.naam = sleutel.versleutel(row.plaats("naam"), msgspec.json.encode(naam)) if naam else None
    row.adres = (
        sleutel.versleutel(row.plaats("adres"), msgspec.json.encode(adres)) if adres else None
    )


async def vervang_bsn(
    tx: Tx, ring: Sleutelring, gemeente: str, persoon_ref: UUID, bsn: str | None
) -> None:
    """Give an inwoner another BSN, or none; raises BsnAlGeregistreerd."""
    row = await queries.van(tx.session, persoon_ref)
    if row is None:
        return await leg_vast(tx, ring, gemeente, persoon_ref, Persoonsgegevens(bsn))
    if bsn is None:
        row.bsn = row.bsn_index = None
    else:
        await _zet_bsn(tx, ring, _sleutel(ring, row), row, bsn)
    return await tx.add_unique(row, _al_bekend())


async def zoek(session: AsyncSession, ring: Sleutelring, gemeente: str, bsn: str) -> UUID | None:
    """The persoonRef of who has this BSN in the gemeente."""
    found = await queries.met_bsn(session, gemeente, ring.indexen(gemeente, bsn))
    return found.persoon_ref if found else None


async def lees(session: AsyncSession, ring: Sleutelring, persoon_ref: UUID) -> Persoonsgegevens:
    """What is known of who this is; nothing when it was never kept or was erased."""
    row = await queries.van(session, persoon_ref)
    if row is None:
        return Persoonsgegevens()
    sleutel = _sleutel(ring, row)
    naam = sleutel.ontsleutel(row.plaats("naam"), row.naam) if row.naam else None
    adres = sleutel.ontsleutel(row.plaats("adres"), row.adres) if row.adres else None
    return Persoonsgegevens(
        bsn=sleutel.ontsleutel(row.plaats("bsn"), row.bsn).decode() if row.bsn else None,
        naam=msgspec.json.decode(naam, type=Naam) if naam else None,
        adres=msgspec.json.decode(adres, type=Adres) if adres else None,
    )


async def sleutel_van(
    tx: Tx, ring: Sleutelring, gemeente: str, persoon_ref: UUID
) -> PersoonSleutel:
    """The key to keep more of a person with; made when there is none yet."""
    row = await queries.van(tx.session, persoon_ref)
    if row is None:
        await leg_vast(tx, ring, gemeente, persoon_ref, Persoonsgegevens())
        row = await queries.van(tx.session, persoon_ref)
        assert row is not None
    return _sleutel(ring, row)


async def bewaarde_sleutel(
    session: AsyncSession, ring: Sleutelring, persoon_ref: UUID
) -> PersoonSleutel | None:
    """The key that more was kept with; None after erasure."""
    row = await queries.van(session, persoon_ref)
    return _sleutel(ring, row) if row else None


async def wis(tx: Tx, persoon_ref: UUID) -> None:
    """Delete the key, the index and all that was kept with them."""
    if row := await queries.van(tx.session, persoon_ref):
        await tx.session.delete(row)


async def _zet_bsn(
    tx: Tx, ring: Sleutelring, sleutel: PersoonSleutel, row: Identiteit, bsn: str
) -> None:
    with tx.session.no_autoflush:
        ander = await zoek(tx.session, ring, row.gemeente, bsn)
    if ander not in (None, row.persoon_ref):
        raise _al_bekend()
    _schrijf_bsn(ring, sleutel, row, bsn)


def _schrijf_bsn(ring: Sleutelring, sleutel: PersoonSleutel, row: Identiteit, bsn: str) -> None:
    row.bsn = sleutel.versleutel(row.plaats("bsn"), bsn.encode())
    row.bsn_index = ring.index(row.gemeente, bsn)


def _sleutel(ring: Sleutelring, row: Identiteit) -> PersoonSleutel:
    return ring.open(row.plaats("sleutel"), Verpakt(row.kid, row.sleutel))


def _al_bekend() -> BsnAlGeregistreerd:
    return BsnAlGeregistreerd("dit BSN hoort in deze gemeente al bij een andere inwoner")
