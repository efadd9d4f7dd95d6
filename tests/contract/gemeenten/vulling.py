"""Filling every resource of every service through the API, on 3 July 2026."""

import json
from typing import Any

from deploy.services import SERVICES
from shared.inzage import PAD
from tests.contract.gemeenten.klant import Json, Klant

VANDAAG = "2026-07-03"
BSN = {"GM0090": "999990019", "GM0098": "999990020"}
BRON = {"regel": "W-093", "bron": "Uitvoeringsplan"}
NDJSON = {"Content-Type": "application/x-ndjson"}
FEITEN = dict.fromkeys(
    ("eigenAanvraag", "planMetDoelen", "toestemmingCollege", "deelVanActieplan"), True
)
PRB_POST = "werktrajecten-en-voorzieningen"


async def vul_hier(klant: Klant) -> None:
    """What can be had in Smallingerland."""
    await _abonneer(klant)
    ref = await _meld_aan(klant)
    await _werkgevers(klant)
    await _plan(klant, ref)
    await _betalingen(klant, ref)
    await _geld(klant, ref)
    await _neem_over(klant)
    await _zie_in(klant, ref)
    await _verander(klant)
    klant.ids["monitor", "code"] = "aanmeldingen"


async def vul_daar(klant: Klant) -> None:
    """What only Weststellingwerf has: a second person beside lks, maatregelen, signals, and aftercare."""
    ref = await _inwoner(klant)
    await klant.doe("intake", "POST /diagnoses", _diagnose(ref))
    plaatsing = {"plaatsing_id": await _plaats(klant, ref)}
    for oordeel in ("_afwijzen", "_akkoord"):
        voucher = await _naast_lks(klant, ref, plaatsing["plaatsing_id"], oordeel == "_afwijzen")
        for stap, wie in (("_voorleggen", "jobcoach-1"), (oordeel, "kwaliteit-1")):
            operatie = "POST /toekenningen/{toekenning_id}/" + stap
            await klant.doe("trajecten", operatie, {"medewerker": wie}, voucher)
    einde = {"datum": VANDAAG, "reden": "einde-contract"}
    await klant.doe("trajecten", "POST /plaatsingen/{plaatsing_id}/_beeindigen", einde, plaatsing)
    await _maatregel(klant)
    await _handhaving(klant)
    await _nazorg(klant)
    body = {"gemeente": klant.gemeente, "jaar": 2026}
    made = await klant.doe("trajecten", "POST /herzieningen", body)
    klant.ids["trajecten", "herziening_id"] = made["id"]


async def _abonneer(klant: Klant) -> None:
    for service in SERVICES:
        body = {"gemeente": klant.gemeente, "sink": "https://127.0.0.1:9/haak"}
        id_ = {"abonnement_id": (await klant.doe(service, "POST /abonnementen", body))["id"]}
        een = "/abonnementen/{abonnement_id}"
        vanaf = {"vanaf": "2026-01-01T00:00:00Z"}
        await klant.doe(service, f"POST {een}/_herhaal", vanaf, id_)
        weg = {"abonnement_id": (await klant.doe(service, "POST /abonnementen", body))["id"]}
        await klant.doe(service, f"DELETE {een}", None, weg)
        klant.ids[service, "abonnement_id"] = id_["abonnement_id"]


async def _inwoner(klant: Klant, **anders: Any) -> str:
    body = {
        "gemeente": klant.gemeente,
        "geboortedatum": "1990-05-17",
        "uitkeringSoort": "participatiewet",
        "uitkeringVanaf": "2019-02-01",
    }
    return str((await klant.doe("intake", "POST /inwoners", body | anders))["persoonRef"])


def _diagnose(ref: str) -> Json:
    return {
        "persoonRef": ref,
        "trede": 4,
        "maandenTotWerk": 6,
        "vastgesteldOp": "2026-06-03",
    }


async def _wie(klant: Klant) -> str:
    """A person who can be found by the BSN, and one from another system."""
    gemeente, bsn = {"gemeente": klant.gemeente}, BSN[klant.gemeente]
    ref = await _inwoner(klant, bsn=bsn)
    await klant.doe("intake", "POST /inwoners/_zoek", gemeente | {"bsn": bsn})
    await klant.doe("intake", "POST /inwoners/{persoon_ref}/_bsn", None, {"persoon_ref": ref})
    regel = {"gemeente": klant.gemeente, "geboortedatum": "1991-05-01", "uitkeringSoort": "geen"}
    line = json.dumps({"bronId": "1", "versie": 1, "inwoner": regel})
    await klant.doe("intake", "POST /inwoners/_bulk", content=line, headers=NDJSON)
    return ref


async def _meld_aan(klant: Klant) -> str:
    """A person who comes to the desk, talks and gets a diagnose."""
    gemeente, ref = {"gemeente": klant.gemeente}, await _wie(klant)
    coach = {
        "code": "ac-1",
        "werknaam": "Ac",
        "team": "bestaanszekerheid",
        "rol": "consulent",
    }
    made = await klant.doe("intake", "POST /medewerkers", gemeente | coach)
    klant.ids["intake", "medewerker_id"] = made["id"]
    komt = {"persoonRef": ref, "kanaal": "uwv", "aangemeldOp": "2026-07-01"}
    made = await klant.doe("intake", "POST /aanmeldingen", komt)
    een, id_ = "POST /aanmeldingen/{aanmelding_id}/", {"aanmelding_id": made["id"]}
    await klant.doe("intake", f"{een}_toewijzen", {"medewerker": "ac-1"}, id_)
    ander = {"persoonRef": await _inwoner(klant), "kanaal": "uwv", "aangemeldOp": "2026-07-01"}
    weg = {"aanmelding_id": (await klant.doe("intake", "POST /aanmeldingen", ander))["id"]}
    await klant.doe("intake", f"{een}_afsluiten", {"uitkomst": "ingetrokken"}, weg)
    verdeel = gemeente | {"team": "bestaanszekerheid"}
    made = await klant.doe("intake", "POST /werkverdelingen", verdeel)
    klant.ids["intake", "werkverdeling_id"] = made["id"]
    gesprek = {"persoonRef": ref, "medewerker": "ac-1", "gevoerdOp": VANDAAG}
    made = await klant.doe("intake", "POST /intakegesprekken", gesprek)
    operatie = "POST /intakegesprekken/{gesprek_id}/_aanvullen"
    await klant.doe("intake", operatie, {"netwerk": "zus"}, {"gesprek_id": made["id"]})
    made = await klant.doe("intake", "POST /diagnoses", _diagnose(ref))
    klant.ids["intake", "diagnose_id"] = made["id"]
    return ref


async def _zie_in(klant: Klant, ref: str) -> None:
    """All that each service keeps of a person."""
    toekenning = await klant.een("trajecten", "/toekenningen", persoonRef=ref)
    for naam, service in SERVICES.items():
        if service.inzage:
            kenmerken = {"kenmerken": [ref, toekenning["id"]]}
            made = await klant.doe(naam, f"POST {PAD}", kenmerken)
            assert made["onderdelen"] != [], naam


async def _verander(klant: Klant) -> None:
    """What can become of a person; each on one of its own, as much of it is the end."""
    meldingen: list[tuple[str, Json]] = [
        ("_verhuizen", {"vertrokkenOp": VANDAAG}),
        ("_overlijden", {"overledenOp": VANDAAG}),
        ("_uitkering", {"beeindigdOp": VANDAAG, "reden": "werk"}),
        ("_huishouden", {"huishoudenRef": _HUIS, "vanaf": "2026-06-01"}),
        ("_geheimhouding", {"geheimhouding": True}),
        ("_corrigeren", {"bsn": "999990032"}),
        ("_inzage", None),
    ]
    for wat, body in meldingen:
        ref = {"persoon_ref": await _inwoner(klant)}
        await klant.doe("intake", "POST /inwoners/{persoon_ref}/" + wat, body, ref)
    gewist = {"persoon_ref": await _inwoner(klant)}
    await klant.doe("intake", "POST /inwoners/{persoon_ref}/_wissen", None, gewist)
    klant.ids["intake", "persoon_ref"] = ref["persoon_ref"]


_HUIS = "01990000-0000-7000-8000-0000000000bb"


async def _werkgevers(klant: Klant) -> None:
    gemeente = {"gemeente": klant.gemeente}
    bakker = gemeente | {"kvkNummer": "90000012", "naam": "Bakkerij", "sector": "1071"}
    made = await klant.doe("werkgevers", "POST /werkgevers", bakker)
    klant.ids["werkgevers", "werkgever_id"] = made["id"]
    contact = {
        "kvkNummer": "90000012",
        "datum": "2026-03-04",
        "soort": "gesprek",
        "tweezijdig": True,
        "doelgroepParticipatiewet": True,
    }
    made = await klant.doe("werkgevers", "POST /werkgeverscontactmomenten", gemeente | contact)
    klant.ids["werkgevers", "contactmoment_id"] = made["id"]
    for id_ in ("blijft", "gaat"):
        document = {"idVacature": id_, "naamVacature": "Bakker"}
        vraag = {"versie": "1", "gemeenten": klant.gemeente}
        een = {"id_vacature": id_}
        put = "PUT /vacatures/{id_vacature}"
        made = await klant.doe("werkgevers", put, document, een, params=vraag)
    weg = "DELETE /vacatures/{id_vacature}"
    await klant.doe("werkgevers", weg, None, een, params={"versie": "2"})
    line = {"versie": 1, "vacature": {"idVacature": "bulk"}, "gemeenten": [klant.gemeente]}
    content = json.dumps(line)
    await klant.doe("werkgevers", "POST /vacatures/_bulk", content=content, headers=NDJSON)
    klant.ids["werkgevers", "id_vacature"] = "blijft"


async def _plan(klant: Klant, ref: str) -> None:
    traject = await klant.een("trajecten", "/trajecten", persoonRef=ref)
    klant.ids["trajecten", "traject_id"] = traject["id"]
    plan = await klant.een("trajecten", "/plannen", persoonRef=ref)
    een, id_ = "/plannen/{plan_id}", {"plan_id": plan["id"]}
    delen = ["doel", "tijdschema", "voorzieningen", "activiteiten"]
    body = {"delen": dict.fromkeys(delen, "tekst"), "medewerker": "ac-1"}
    tag = {"If-Match": '"1"'}
    await klant.doe("trajecten", f"PUT {een}", body, id_, headers=tag)
    await klant.doe("trajecten", f"POST {een}/_vaststellen", {"datum": VANDAAG}, id_)
    gezien = {"datum": VANDAAG, "doelenWijzigen": True}
    await klant.doe("trajecten", f"POST {een}/_evalueren", gezien, id_)


async def _plaats(klant: Klant, ref: str) -> str:
    body = {
        "gemeente": klant.gemeente,
        "persoonRef": ref,
        "kvkNummer": "90000012",
        "soortOvereenkomst": "01",
        "startdatum": "2026-03-01",
        "einddatum": "2026-12-31",
        "urenPerWeek": 24,
    }
    return str((await klant.doe("trajecten", "POST /plaatsingen", body))["id"])


def _aanvraag(klant: Klant, ref: str, product: str, **anders: Any) -> Json:
    body = {
        "gemeente": klant.gemeente,
        "persoonRef": ref,
        "product": product,
        "startdatum": "2026-07-01",
        "besluitdatum": "2026-07-01",
    }
    return body | anders


async def _ken_toe(klant: Klant, vraag: Json) -> dict[str, str]:
    """A toekenning that budget does not stop."""
    made = await klant.doe("trajecten", "POST /toekenningen", vraag)
    id_ = {"toekenning_id": made["id"]}
    if (await klant.een("trajecten", "/toekenningen", persoonRef=vraag["persoonRef"]))["id"]:
        stand = await klant.lees("budget", f"/verplichtingen/{made['id']}")
        if stand["status"] == "aangehouden":
            body = {"besluit": "vastleggen", "reden": "nodig"}
            await klant.doe("budget", "POST /verplichtingen/{toekenning_id}/_besluit", body, id_)
    return id_


async def _naast_lks(
    klant: Klant,
    ref: str,
    plaatsing: str,
    eerste: bool,
) -> dict[str, str]:
    op = {"startdatum": "2026-03-01", "besluitdatum": "2026-03-01", "plaatsingId": plaatsing}
    werk = {"urenPerWeek": 24, "loonwaarde": {"procent": 60, "gemetenOp": "2026-02-15"}}
    lks = _aanvraag(klant, ref, "lks", **op, **werk, einddatum="2026-08-31")
    if eerste:
        await _ken_toe(klant, lks)
    made = await klant.doe(
        "trajecten", "POST /toekenningen", _aanvraag(klant, ref, "werkvoucher", **op)
    )
    return {"toekenning_id": made["id"]}


async def _betalingen(klant: Klant, ref: str) -> None:
    """Products that are paid out, in a book of their own."""
    uit: dict[str, dict[str, Any]] = {
        "werkvoucher": {
            "soort": "werkvoucher",
            "ontvanger": "werkgever",
            "ritme": "bij-verlening",
        },
        "premie": {
            "soort": "participatiepremie",
            "ontvanger": "inwoner",
            "ritme": "per-maand",
            "oordeel": True,
        },
    }
    body = {
        "gemeenten": [klant.gemeente],
        "vanaf": "2026-07-01",
        "producten": {code: _product(hoe) for code, hoe in uit.items()},
        **BRON,
    }
    made = await klant.doe("trajecten", "POST /productenboeken", body)
    klant.ids["trajecten", "versie_id"] = made["id"]
    for product in uit:
        vraag = _aanvraag(klant, ref, product, bedragCenten=90_000, startdatum="2026-04-01")
        vraag |= {"besluitdatum": "2026-07-02", "einddatum": "2026-06-30"}
        await _ken_toe(klant, vraag)
    gepland = await klant.lees("trajecten", "/betaalopdrachten", status="gepland")
    oordeel = next(een for een in gepland["results"] if een["soort"] == "participatiepremie")
    een = "POST /betaalopdrachten/{betaalopdracht_id}/"
    id_ = {"betaalopdracht_id": oordeel["id"]}
    await klant.doe("trajecten", f"{een}_beoordelen", {"voldoende": True}, id_)
    geef = {"gemeente": klant.gemeente, "tot": "2026-07-31"}
    await klant.doe("trajecten", "POST /betaalopdrachten/_geef", geef)
    betaald = {"uitkomst": "betaald", "datum": VANDAAG}
    id_ = {
        "betaalopdracht_id": (await klant.een("trajecten", "/betaalopdrachten", status="gegeven"))[
            "id"
        ]
    }
    await klant.doe("trajecten", f"{een}_bevestigen", betaald, id_)
    besluit = await klant.een("trajecten", "/besluiten")
    klant.ids["trajecten", "besluit_id"] = besluit["id"]


async def _neem_over(klant: Klant) -> None:
    """What ran before go-live; one line of each file is refused, so that there is a difference to show."""
    vraag: Json = {
        "params": {"gemeente": klant.gemeente, "bronsysteem": "suite"},
        "headers": NDJSON,
    }
    wie, weg = {"persoonRef": await _inwoner(klant)}, {"persoonRef": _HUIS}
    toekenning: Json = {"product": "prb", "besluitdatum": "2026-01-10", "startdatum": "2026-01-15"}
    toekenning |= {"kosten": [{"maand": "2026-01-01", "bedragCenten": 1000}]}
    contact: Json = {"kvkNummer": "90000012", "datum": "2024-03-04", "soort": "gesprek"}
    contact |= {"tweezijdig": True, "doelgroepParticipatiewet": True}
    bestanden: list[tuple[str, str, Json, Json]] = [
        ("trajecten", "/trajecten", {**wie, "geopendOp": "2025-01-01"}, weg),
        ("trajecten", "/toekenningen", toekenning | wie, weg),
        (
            "budget",
            "/beginstanden",
            {"post": PRB_POST, "jaar": 2026, "verplichtCenten": 1},
            {"verplichtCenten": -2},
        ),
        ("werkgevers", "/werkgeverscontactmomenten", contact, {"datum": "2027-01-01"}),
    ]
    for service, pad, goed, anders in bestanden:
        fout = {**goed, **anders}
        lines = [json.dumps({"bronId": n, **line}) for n, line in (("1", goed), ("2", fout))]
        await klant.doe(service, f"POST {pad}/_bulk", content="\n".join(lines), **vraag)


def _product(uitbetaling: dict[str, Any]) -> Json:
    fonds = {"toets": "fonds", "parameter": {"regulier": None}, "vanaf": "2020-01-01", **BRON}
    return {
        "naam": "Proefvoorziening",
        "post": "scholingsvoorzieningen",
        "re-integratie": False,
        "voorwaarden": {"fonds": [fonds]},
        "uitbetaling": uitbetaling,
        **BRON,
    }


async def _geld(klant: Klant, ref: str) -> None:
    lks = {"urenPerWeek": 24, "loonwaarde": 60, "startdatum": "2026-01-01"}
    bereken = lks | {"einddatum": "2026-02-28"}
    await klant.doe("trajecten", "POST /loonkostensubsidies/_bereken", bereken)
    wijziging = {
        "gemeente": klant.gemeente,
        "post": PRB_POST,
        "jaar": 2023,
        "bedragCenten": 500_000_000,
        "besluitdatum": "2023-04-20",
        "reden": "voorjaarsnota",
    }
    made = await klant.doe("budget", "POST /begrotingswijzigingen", wijziging)
    klant.ids["budget", "wijziging_id"] = made["id"]
    prb = _aanvraag(klant, ref, "prb", bedragCenten=250_000, feiten=FEITEN)
    await klant.doe("trajecten", "POST /toekenningen/_toets", prb)
    id_ = await _ken_toe(klant, prb)
    een = "POST /toekenningen/{toekenning_id}/"
    await klant.doe("trajecten", f"{een}_starten", {"datum": VANDAAG}, id_)
    factuur = {
        "gemeente": klant.gemeente,
        "factuurnummer": "F-1",
        "toekenningId": id_["toekenning_id"],
        "bedragCenten": 1000,
        "factuurdatum": VANDAAG,
    }
    made = await klant.doe("budget", "POST /facturen", factuur)
    klant.ids["budget", "factuur_id"] = made["id"]
    await klant.doe("trajecten", f"{een}_beeindigen", {"datum": VANDAAG, "reden": "afgerond"}, id_)
    ander = await _inwoner(klant)
    await klant.doe("intake", "POST /diagnoses", _diagnose(ander))
    weg = await _ken_toe(klant, prb | {"persoonRef": ander})
    await klant.doe("trajecten", f"{een}_intrekken", {"datum": VANDAAG}, weg)


async def _nazorg(klant: Klant) -> None:
    """Somebody who goes to work and is called after it."""
    weg = {"persoon_ref": await _inwoner(klant)}
    einde = {"beeindigdOp": "2026-06-30", "reden": "werk"}
    await klant.doe("intake", "POST /inwoners/{persoon_ref}/_uitkering", einde, weg)
    uitstroom = await klant.een("trajecten", "/uitstroomregistraties")
    klant.ids["trajecten", "uitstroom_id"] = uitstroom["id"]
    contact = {"contact_id": (await klant.een("trajecten", "/nazorgcontacten"))["id"]}
    operatie = "POST /nazorgcontacten/{contact_id}/_afronden"
    await klant.doe("trajecten", operatie, {"datum": VANDAAG}, contact)


async def _handhaving(klant: Klant) -> None:
    """Somebody whom enforcement is asked to look at."""
    ref = await _inwoner(klant)
    body = {
        "gemeente": klant.gemeente,
        "persoonRef": ref,
        "gegevenOp": VANDAAG,
        "medewerker": "ac-1",
    }
    made = await klant.doe("trajecten", "POST /handhavingssignalen", body)
    klaar = {"uitkomst": "geen-gevolgen", "datum": VANDAAG}
    operatie = "POST /handhavingssignalen/{signaal_id}/_afronden"
    await klant.doe("trajecten", operatie, klaar, {"signaal_id": made["id"]})


async def _maatregel(klant: Klant) -> None:
    """Somebody whose benefit is lowered, and who changes after the first month."""
    body = {
        "gemeente": klant.gemeente,
        "persoonRef": await _inwoner(klant),
        "grond": "voorziening-of-onderzoek",
        "verwijtbaarheid": "volledig",
        "gedragingOp": "2026-06-20",
        "normCenten": 140_183,
        "dringendeRedenen": False,
        "afweging": "ZAAK-2026-0117",
        "medewerker": "ac-1",
    }
    made = await klant.doe("trajecten", "POST /maatregelen", body)
    id_ = {"maatregel_id": made["id"]}
    een = "POST /maatregelen/{maatregel_id}/"
    ja = {"akkoord": True, "medewerker": "kwaliteit-1", "datum": VANDAAG}
    await klant.doe("trajecten", f"{een}_besluiten", ja, id_)
    maand = {"maatregelmaand_id": (await klant.een("trajecten", "/maatregelmaanden"))["id"]}
    gedaan = {"uitkomst": "uitgevoerd", "datum": VANDAAG}
    operatie = "POST /maatregelmaanden/{maatregelmaand_id}/_bevestigen"
    await klant.doe("trajecten", operatie, gedaan, maand)
    gezien = {"oordeel": "handhaven", "medewerker": "ac-1", "datum": VANDAAG}
    await klant.doe("trajecten", f"{een}_heroverwegen", gezien, id_)
    gezien |= {"oordeel": "beeindigen", "verzochtOp": VANDAAG}
    await klant.doe("trajecten", f"{een}_inkeer", gezien, id_)
