"""Posts, what is used of them, and what is left, as the API shows them."""

from collections.abc import Sequence

from pydantic import Field

from services.budget.begroting.domain import Budgetpost, Eenheid
from services.budget.begroting.policy import Fonds, Modus, Status
from services.budget.uitputting.queries import Ruimte
from shared.schemas import Aantal, Datum, Gemeentecode, Jaar, Optioneel, Saldo, Schema


class Jaarbedrag(Schema):
    """The begroting of one year."""

    jaar: Jaar
    begroot_centen: Saldo = Field(description="Zoals het nu staat, na alle wijzigingen")
    wijzigingen: Aantal = Field(description="Hoe vaak de raad het bedrag gewijzigd heeft")

    @classmethod
    def of(cls, jaar: int, begroot: int, wijzigingen: int) -> "Jaarbedrag":
        """The amount of a year."""
        return cls(jaar=jaar, begroot_centen=begroot, wijzigingen=wijzigingen)


class Post(Schema):
    """A post of the begroting, with the rule and source behind it."""

    gemeente: Gemeentecode
    code: str
    naam: str
    fonds: Fonds
    modus: Modus = Field(description="Wat een verzoek ontmoet als de post tekortschiet")
    modus_regel: str
    modus_bron: str
    deel_van: Optioneel[str] = Field(None, description="De regel waarin het plan deze post afdrukt")
    einde: Optioneel[Datum] = Field(None, description="Laatste dag waarop de post kosten draagt")
    regel: str
    bron: str
    status: Status = Field(description="Of de bron dit zegt, of het eruit volgt of is aangenomen")
    voorbehouden: Optioneel[list[str]] = Field(
        None, description="Producten die op deze post staan en op geen andere"
    )
    begroting: list[Jaarbedrag]

    @classmethod
    def of(cls, post: Budgetpost, begroot: Sequence[Jaarbedrag]) -> "Post":
        """The post with its amounts per year."""
        return cls.build(
            gemeente=post.gemeente,
            code=post.code,
            naam=post.naam,
            fonds=post.fonds,
            modus=post.modus,
            modus_regel=post.modus_regel,
            modus_bron=post.modus_bron,
            deel_van=post.deel_van,
            einde=post.einde,
            regel=post.regel,
            bron=post.bron,
            status=post.status,
            voorbehouden=list(post.voorbehouden) or None,
            begroting=list(begroot),
        )


class Uitputting(Schema):
    """What is used of one post in one year: amounts for a post in money, places for a plafond."""

    gemeente: Gemeentecode
    post: str = Field(description="Code van de post of het plafond")
    naam: str
    jaar: Jaar
    eenheid: Eenheid
    modus: Modus
    begroot_centen: Optioneel[Saldo] = Field(
        None, description="Ontbreekt als er voor dit jaar geen begroting is"
    )
    verplicht_centen: Optioneel[Saldo] = None
    gerealiseerd_centen: Optioneel[Saldo] = None
    beschikbaar_centen: Optioneel[Saldo] = Field(
        None, description="Begroot min verplicht min gerealiseerd"
    )
    overschrijding_centen: Optioneel[Saldo] = Field(
        None, description="Wat boven de begroting ligt en toch geboekt is"
    )
    plaatsen: Optioneel[Aantal] = Field(None, description="Plafond: hoeveel er mogen zijn")
    bezet: Optioneel[Aantal] = Field(None, description="Plafond: hoeveel er bezet zijn")
    vrij: Optioneel[Saldo] = Field(None, description="Plafond: hoeveel er over zijn")

    @classmethod
    def of(cls, ruimte: Ruimte) -> "Uitputting":
        """The use of a post in a year."""
        post, stand = ruimte.post, ruimte.stand
        amounts = {
            "begroot_centen": stand.begroot,
            "verplicht_centen": stand.verplicht,
            "gerealiseerd_centen": stand.gerealiseerd,
            "beschikbaar_centen": stand.beschikbaar,
            "overschrijding_centen": stand.overschrijding,
        }
        places = {"plaatsen": stand.begroot, "bezet": stand.verplicht, "vrij": stand.beschikbaar}
        return cls.build(
            gemeente=post.gemeente,
            post=post.code,
            naam=post.naam,
            jaar=ruimte.jaar,
            eenheid=post.eenheid,
            modus=post.modus,
            **(amounts if post.eenheid == "centen" else places),
        )


class PlafondRuimte(Schema):
    """What a plafond has left in a year."""

    code: str
    modus: Modus
    plaatsen: Aantal
    vrij: Saldo
    regel: str
    bron: str


class Beschikbaar(Schema):
    """What a post, and a plafond if one was named, have left in a year. Nothing is kept free for who asks."""

    gemeente: Gemeentecode
    post: str
    jaar: Jaar
    modus: Modus
    regel: str = Field(description="De regel die zegt wat er bij een tekort gebeurt")
    bron: str
    begroot_centen: Optioneel[Saldo] = Field(
        None, description="Ontbreekt als er voor dit jaar geen begroting is"
    )
    beschikbaar_centen: Optioneel[Saldo] = Field(
        None, description="Ontbreekt als er geen begroting is of de post alleen registreert"
    )
    plafond: Optioneel[PlafondRuimte] = None

    @classmethod
    def of(cls, ruimte: Ruimte, plafond: Ruimte | None) -> "Beschikbaar":
        """The room of a post and a plafond."""
        post, stand = ruimte.post, ruimte.stand
        return cls.build(
            gemeente=post.gemeente,
            post=post.code,
            jaar=ruimte.jaar,
            modus=post.modus,
            regel=post.modus_regel,
            bron=post.modus_bron,
            begroot_centen=stand.begroot,
            beschikbaar_centen=None if stand.begroot is None else stand.beschikbaar,
            plafond=plafond and _plafond(plafond),
        )


def _plafond(ruimte: Ruimte) -> PlafondRuimte:
    post, stand = ruimte.post, ruimte.stand
    return PlafondRuimte.build(
        code=post.code,
        modus=post.modus,
        plaatsen=stand.begroot,
        vrij=stand.beschikbaar,
        regel=post.regel,
        bron=post.bron,
    )
