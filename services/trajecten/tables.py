"""The tables of trajecten stand in one MetaData."""

from sqlalchemy import MetaData
from sqlalchemy.orm import DeclarativeBase

from shared.db.tables import NAMING, Rij


class Base(Rij, DeclarativeBase):
    """Base of every model of trajecten."""

    metadata = MetaData(naming_convention=NAMING)
