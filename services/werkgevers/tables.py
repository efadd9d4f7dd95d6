"""The tables of werkgevers: one metadata for all its nouns."""

from sqlalchemy import MetaData
from sqlalchemy.orm import DeclarativeBase

from shared.db.tables import NAMING, Rij


class Base(Rij, DeclarativeBase):
    """What every table of werkgevers is made on."""

    metadata = MetaData(naming_convention=NAMING)
