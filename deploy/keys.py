"""Private keys on disk: readable by their owner only, made when they are not there yet."""

import os
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric import ec

from shared.tokens import lees_sleutel, nieuwe_sleutel


def key_in(file: Path) -> ec.EllipticCurvePrivateKey:
    """The key in a file, made new when there is none; raises ValueError for a file that holds something else."""
    if not file.exists():
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as out:
            out.write(nieuwe_sleutel())
    return lees_sleutel(file.read_bytes())
