"""The tables of budget stand in one MetaData."""

from sqlalchemy import MetaData
from sqlalchemy.orm import DeclarativeBase

from shared.db.tables import NAMING, Rij


class Base(Rij, DeclarativeBase):
    """Base of every model of budget."""

    metadata = MetaData(naming_convention=NAMING)
