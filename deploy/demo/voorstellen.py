"""What the consulenten of the demo ask for: invented amounts within the rules, and now and then just outside them."""

from collections.abc import Mapping
from datetime import date
from typing import Final

from deploy.demo.verhaal import Pakket, Voorstel

_PRB: Final = {
    "eigenAanvraag": True,
    "planMetDoelen": True,
    "toestemmingCollege": True,
    "deelVanActieplan": True,
}
_OVEREENKOMST: Final = dict.fromkeys(
    (
        "leerdoelen",
        "aanvullendWerk",
        "verzekering",
        "duurEnOmvang",
        "voortgang",
        "afstemming",
        "getekendDoorInwoner",
        "getekendDoorWerkgever",
        "getekendDoorGemeente",
    ),
    True,
)
_LEERWERK: Final = {"baangarantie": True, "mistWerkervaring": True}
_SCHOLING: Final = {
    "arbeidsmarktperspectief": True,
    "toestemmingCollege": True,
    "motivatieEnHaalbaarheid": True,
    "rechtOpStudiefinanciering": False,
    "rechtOpLevenlanglerenkrediet": False,
}
_ASSESSMENT: Final = Voorstel("assessment", 65_000, 115_000, 1, dagen=3)
_LEERWERKPLEK: Final = Voorstel(
    "leerwerkplek", 700_000, 1_100_000, 6, feiten=_LEERWERK, start={"kennismakingAangeboden": True}
)
_OPLEIDING: Final = Voorstel("scholing", 900_000, 1_600_000, 8, feiten=_SCHOLING)

_COACH: Final = Voorstel("jobcoaching", 480_000, 780_000, 6, dagen=14)

JOBCOACHING: Final[Mapping[str, Voorstel]] = {
    "GM0090": _COACH,
    "GM0098": Voorstel(
        "jobcoaching-extern", 450_000, 750_000, 6, feiten={"eigenJobcoachNietMogelijk": True}
    ),
}
"""What goes with a job with loonkostensubsidie."""

ESF_TOT: Final[Mapping[str, date]] = {"GM0098": date(2026, 12, 31)}
"""Where part of the jobcoaching may be paid from ESF, and until when (W-073)."""

PAKKETTEN: Final[Mapping[str, Mapping[str, tuple[Pakket, ...]]]] = {
    "GM0090": {
        "kort": (
            Pakket(7, (_ASSESSMENT, Voorstel("prb", 120_000, 250_000, 3, feiten=_PRB))),
            # the odd consulent asks for more than S-091 allows
            Pakket(1, (Voorstel("prb", 250_100, 320_000, 3, feiten=_PRB),)),
            Pakket(6, (_ASSESSMENT, _LEERWERKPLEK)),
            Pakket(3, (_OPLEIDING,)),
            Pakket(1, ()),
        ),
        "middel": (
            Pakket(8, (_ASSESSMENT, _LEERWERKPLEK)),
            # without a job guarantee there is no money for a leerwerkplek (S-080)
            Pakket(
                1,
                (
                    Voorstel(
                        "leerwerkplek",
                        700_000,
                        1_100_000,
                        6,
                        feiten={"baangarantie": False, "mistWerkervaring": True},
                    ),
                ),
            ),
            Pakket(6, (_ASSESSMENT, _OPLEIDING)),
            Pakket(
                3,
                (
                    Voorstel(
                        "traject-statushouders", 600_000, 1_000_000, 6, feiten={"inburgeraar": True}
                    ),
                ),
            ),
            Pakket(
                3,
                (
                    Voorstel(
                        "traject-ouderen",
                        350_000,
                        600_000,
                        5,
                        feiten={"zoektLangerDanJaar": True},
                        vanaf_leeftijd=50,
                    ),
                ),
            ),
            Pakket(1, ()),
        ),
        "lang": (
            Pakket(
                7,
                (
                    Voorstel(
                        "participatieplaats",
                        None,
                        0,
                        12,
                        feiten={"toestemmingInwoner": True},
                        start=_OVEREENKOMST,
                        uren=24,
                        facturen=False,
                    ),
                ),
            ),
            Pakket(
                7,
                (
                    _ASSESSMENT,
                    Voorstel("zorgtraject", 1_100_000, 1_900_000, 7, feiten={"zorgtraject": True}),
                    _COACH,
                ),
            ),
            Pakket(
                4,
                (
                    Voorstel(
                        "bab-baan-vast", 6_000_000, 7_600_000, 24, feiten={"banenafspraak": True}
                    ),
                    _COACH,
                ),
                begin_van_het_jaar=True,
            ),
            Pakket(2, ()),
        ),
    },
    "GM0098": {
        "p1": (Pakket(8, (Voorstel("oh-p1", 110_000, 220_000, 3),)), Pakket(1, ())),
        "p2": (Pakket(8, (Voorstel("oh-p2", 150_000, 290_000, 5),)), Pakket(1, ())),
        "p3": (Pakket(6, (Voorstel("oh-p3", 180_000, 330_000, 6),)), Pakket(2, ())),
        "p4": (Pakket(4, (Voorstel("oh-p4", 110_000, 220_000, 6),)), Pakket(2, ())),
        "p5": (Pakket(3, (Voorstel("oh-p5", 200_000, 350_000, 6),)), Pakket(1, ())),
    },
}
"""Per gemeente and per outcome of the diagnose (afstand or profiel): the ways a traject may go."""

AAN_HET_WERK: Final[Mapping[str, tuple[int, int]]] = {
    "kort": (55, 20),
    "middel": (30, 35),
    "lang": (8, 80),
    "p1": (70, 15),
    "p2": (45, 30),
    "p3": (20, 50),
    "p4": (5, 80),
    "p5": (40, 95),
}
"""Of a hundred persons, how many find work in the year; and of a hundred of those, how many with LKS."""
