"""The toekenning as it is stored."""

from datetime import date
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import JSON, BigInteger, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from services.trajecten.bekostiging.domain import Kosten
from services.trajecten.besluit.domain import Onderwerp, per_maand
from services.trajecten.productenboek.domain import InBoek
from services.trajecten.tables import Base
from services.trajecten.toekenning.domain import NeemOver, Status, VraagAan
from services.trajecten.toetsing.domain import Toetsing
from shared.contracts.trajecten import (
    Fonds,
    Maandbedrag,
    Maandstand,
    ToekenningAangevraagd,
    ToekenningGewist,
    ToekenningOvergenomen,
)
from shared.db.tables import VanGemeente
from shared.events import Event


class Toekenning(VanGemeente, Base):
    """A granted (or asked, or refused) voorziening; it keeps the rules and the product it was decided under.

    `versie` rises with every change that budget must answer or book; an answer to an older one is overtaken.
    `gevraagd`, `kosten`, `toetsing` and `antwoord` are documents: the request with its facts, the months, every
    outcome, and why budget did not commit. `boekversie_id` is the version of the book it is kept to (decision 42).
    `eerder_gerealiseerd` is what was realised per month before it was brought over at go-live.
    """

    __tablename__ = "toekenning"
    __table_args__ = (Index("ix_toekenning_persoon", "persoon_ref", "gemeente"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    persoon_ref: Mapped[UUID]
    traject_id: Mapped[UUID | None]
    status: Mapped[Status] = mapped_column(String(12))
    versie: Mapped[int]
    product: Mapped[str] = mapped_column(String(40))
    boekversie_id: Mapped[UUID | None]
    plaatsing_id: Mapped[UUID | None] = mapped_column(index=True)
    uitstroom_id: Mapped[UUID | None] = mapped_column(index=True)
    re_integratie: Mapped[bool]
    post: Mapped[str] = mapped_column(String(40))
    plafond: Mapped[str | None] = mapped_column(String(40))
    plafond_regel: Mapped[str | None] = mapped_column(String(40))
    plafond_bron: Mapped[str | None] = mapped_column(String(300))
    fonds: Mapped[Fonds] = mapped_column(String(10))
    bedrag_centen: Mapped[int] = mapped_column(BigInteger)
    startdatum: Mapped[date]
    einddatum: Mapped[date | None]
    besluitdatum: Mapped[date]
    gevraagd: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    kosten: Mapped[list[Any]] = mapped_column(JSON)
    toetsing: Mapped[dict[str, Any]] = mapped_column(JSON)
    antwoord: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    eerder_gerealiseerd: Mapped[list[Any] | None] = mapped_column(JSON(none_as_null=True))
    gestart_op: Mapped[date | None]
    geeindigd_op: Mapped[date | None]
    reden: Mapped[str | None] = mapped_column(String(20))

    def onderwerp(self) -> Onderwerp:
        """What a besluit and a betaalopdracht need to know of it."""
        return Onderwerp(self.gemeente, self.id, self.versie, self.persoon_ref, self.product)

    def wie(self) -> dict[str, Any]:
        """What every event about it carries."""
        return {"gemeente": self.gemeente, "toekenning_id": str(self.id), "versie": self.versie}

    def wis(self) -> ToekenningGewist:
        """Forget what was known of the person when it was decided; product, rules, outcomes and amounts stay.

        So does a measured loonwaarde: the yearly amount of a subsidy follows from it.
        """
        if self.gevraagd:
            self.gevraagd = {**self.gevraagd, "feiten": {}, "uitkering_elders": None}
        self.toetsing = msgspec.to_builtins(
            msgspec.convert(self.toetsing, Toetsing).zonder_feiten()
        )
        return ToekenningGewist(**self.wie())

    def besluit(self) -> dict[str, Any]:
        """What an event about a besluit on it carries."""
        wat = {"product": self.product, "besluitdatum": self.besluitdatum}
        return {**self.wie(), "persoon_ref": str(self.persoon_ref), **wat}

    def maanden(self) -> tuple[Maandbedrag, ...]:
        """What it costs per calendar month."""
        return msgspec.convert(self.kosten, tuple[Maandbedrag, ...])

    def te_betalen(self) -> tuple[Maandbedrag, ...]:
        """What is to be paid out per month: its costs, but for what was realised before it was brought over."""
        al = per_maand(msgspec.convert(self.eerder_gerealiseerd or (), tuple[Maandbedrag, ...]))
        delen = [
            (deel.maand, deel.bedrag_centen - al.get(deel.maand, 0)) for deel in self.maanden()
        ]
        return tuple(Maandbedrag(maand=maand, bedrag_centen=c) for maand, c in delen if c > 0)

    def overgenomen(self, conversie_id: UUID, standen: tuple[Maandstand, ...]) -> Event:
        """The fact for budget that it was granted before go-live."""
        return ToekenningOvergenomen(
            **self.besluit(),
            conversie_id=str(conversie_id),
            post=self.post,
            plafond=self.plafond,
            fonds=self.fonds,
            kosten=standen,
        )

    def aangevraagd(self) -> ToekenningAangevraagd:
        """The request to budget."""
        return ToekenningAangevraagd(
            **self.besluit(),
            post=self.post,
            plafond=self.plafond,
            fonds=self.fonds,
            kosten=self.maanden(),
        )


def nieuwe(vraag: VraagAan, boek: InBoek, toetsing: Toetsing, gerekend: Kosten) -> Toekenning:
    """A toekenning as it is first stored, a concept still."""
    aanvraag, product = vraag.aanvraag, boek.product
    plafond = product.plafond
    return Toekenning(
        gemeente=vraag.gemeente,
        persoon_ref=vraag.persoon_ref,
        traject_id=vraag.traject_id,
        status="concept",
        versie=1,
        product=aanvraag.product,
        boekversie_id=boek.versie,
        plaatsing_id=aanvraag.plaatsing_id,
        uitstroom_id=aanvraag.uitstroom_id,
        re_integratie=product.re_integratie,
        post=product.post,
        plafond=plafond and plafond.code,
        plafond_regel=plafond and plafond.regel,
        plafond_bron=plafond and plafond.bron,
        fonds=aanvraag.fonds,
        bedrag_centen=gerekend.totaal,
        startdatum=aanvraag.startdatum,
        einddatum=aanvraag.einddatum,
        besluitdatum=aanvraag.besluitdatum,
        gevraagd=msgspec.to_builtins(aanvraag),
        kosten=msgspec.to_builtins(gerekend.maanden),
        toetsing=msgspec.to_builtins(toetsing),
    )


def overgenomen(command: NeemOver, boek: InBoek, toetsing: Toetsing) -> Toekenning:
    """A toekenning that was granted before go-live; what happened to it since is still to be taken over."""
    standen = command.standen
    kosten = tuple(Maandbedrag(maand=s.maand, bedrag_centen=s.bedrag_centen) for s in standen)
    row = nieuwe(command.vraag, boek, toetsing, Kosten(kosten))
    row.status = "verleend"
    row.eerder_gerealiseerd = msgspec.to_builtins(
        [
            Maandbedrag(maand=s.maand, bedrag_centen=s.gerealiseerd_centen)
            for s in standen
            if s.gerealiseerd_centen
        ]
    )
    return row
