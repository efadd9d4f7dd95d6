"""What the consulenten of the demo ask for: invented amounts within the rules, and now and then just outside them."""

from collections.abc import Mapping

from deploy.demo.population import Voorstel

_PRB = {
    "eigenAanvraag": True,
    "planMetDoelen": True,
    "toestemmingCollege": True,
    "deelVanActieplan": True,
}

VOORSTELLEN: Mapping[str, Mapping[str, tuple[Voorstel, ...]]] = {
    "GM0090": {
        "kort": (
            Voorstel("prb", 90_000, 250_000, 3, _PRB),
            # a quarter of them asks for more than S-091 allows
            Voorstel("prb", 200_000, 300_000, 3, _PRB),
        ),
        "middel": (Voorstel("prb", 100_000, 250_000, 3, _PRB),),
    },
    "GM0098": {
        "p1": (Voorstel("oh-p1", 150_000, 400_000, 3),),
        "p2": (Voorstel("oh-p2", 250_000, 600_000, 6),),
        "p3": (Voorstel("oh-p3", 300_000, 750_000, 9),),
        "p4": (Voorstel("oh-p4", 200_000, 500_000, 6),),
    },
}
