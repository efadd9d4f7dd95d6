"""What a request says about the person and the work, as the API takes it."""

from typing import Annotated, Literal

from pydantic import Field

from services.trajecten.aanvraag.domain import Loonwaarde
from services.trajecten.persoon.domain import Uitkeringsduur
from shared.schemas import GEHEEL, Datum, Optioneel, Schema, Vlag

Ja = Optioneel[Vlag]
"""True, false, or left out: then it cannot be determined."""


class Feiten(Schema):
    """Facts that no noun owns yet; one that is left out cannot be determined."""

    eigen_aanvraag: Ja = Field(None, description="De inwoner vraagt zelf aan")
    plan_met_doelen: Ja = Field(
        None,
        description="Onderbouwd plan met concrete doelen die tot uitkeringsonafhankelijkheid leiden",
    )
    toestemming_college: Ja = Field(None, description="Het college stemt in")
    deel_van_actieplan: Ja = Field(None, description="Maakt deel uit van het persoonlijk actieplan")
    toestemming_inwoner: Ja = Field(None, description="De inwoner doet vrijwillig mee")
    leerdoelen: Ja = Field(None, description="De overeenkomst noemt de leerdoelen")
    aanvullend_werk: Ja = Field(
        None, description="De overeenkomst zegt: aanvullend werk, geen verdringing"
    )
    verzekering: Ja = Field(None, description="De overeenkomst regelt de aansprakelijkheid")
    duur_en_omvang: Ja = Field(None, description="De overeenkomst noemt duur en omvang")
    voortgang: Ja = Field(None, description="De overeenkomst regelt het volgen van de voortgang")
    afstemming: Ja = Field(None, description="De overeenkomst regelt directe afstemming")
    getekend_door_inwoner: Ja = Field(None, description="De inwoner heeft getekend")
    getekend_door_werkgever: Ja = Field(None, description="De werkgever heeft getekend")
    getekend_door_gemeente: Ja = Field(None, description="De gemeente heeft getekend")
    arbeidsmarktperspectief: Ja = Field(
        None, description="De scholing leidt op voor een beroep met perspectief"
    )
    motivatie_en_haalbaarheid: Ja = Field(
        None, description="Motivatie en haalbaarheid zijn onderzocht"
    )
    recht_op_studiefinanciering: Ja = Field(None, description="Er is recht op studiefinanciering")
    recht_op_levenlanglerenkrediet: Ja = Field(
        None, description="Er is recht op levenlanglerenkrediet"
    )
    startkwalificatie_onhaalbaar: Ja = Field(
        None, description="Een startkwalificatie via regulier onderwijs is niet haalbaar"
    )
    baangarantie: Ja = Field(None, description="De werkgever garandeert een baan bij succes")
    mist_werkervaring: Ja = Field(None, description="De inwoner mist werkervaring")
    mist_vaardigheden: Ja = Field(None, description="De inwoner mist algemene vaardigheden")
    kennismaking_aangeboden: Ja = Field(None, description="Een kennismaking is aangeboden")
    banenafspraak: Ja = Field(None, description="Staat in het doelgroepregister banenafspraak")
    switch_uit_dagbesteding: Ja = Field(None, description="Stapt over uit de dagbesteding")
    inburgeraar: Ja = Field(None, description="Is inburgeraar of statushouder")
    schoolverlater: Ja = Field(None, description="Komt van vso, praktijkonderwijs of laag mbo")
    eigen_jobcoach_niet_mogelijk: Ja = Field(None, description="Een eigen jobcoach kan niet")
    onafgebroken_aan_het_werk: Ja = Field(None, description="Werkt sinds de uitstroom door")
    zorgtraject: Ja = Field(None, description="Nog zonder loonwaarde, met zorg op weg naar werk")
    zoekt_langer_dan_jaar: Ja = Field(None, description="Zoekt langer dan een jaar werk")


class LoonwaardeBody(Schema):
    """A measured loonwaarde."""

    procent: Annotated[
        int, Field(ge=0, le=100, description="Hele procenten van het wettelijk loon"), GEHEEL
    ]
    gemeten_op: Datum

    def waarde(self) -> Loonwaarde:
        """The loonwaarde as rules see it."""
        return Loonwaarde(self.procent, self.gemeten_op)


class UitkeringEldersBody(Schema):
    """Benefit that was received from another gemeente and is shown."""

    soort: Literal["participatiewet"] = "participatiewet"
    vanaf: Datum
    tot: Datum = Field(description="Laatste dag")

    def waarde(self) -> Uitkeringsduur | None:
        """The period as rules see it; one that ends before it begins shows nothing."""
        return Uitkeringsduur(self.soort, self.vanaf, self.tot) if self.tot >= self.vanaf else None
