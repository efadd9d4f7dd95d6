"""besluit and betaalopdracht.

Revision: 4a5eedd6cad8 (after f0c37d07295b)
Date: 2026-11-25 16:44:16.349048
"""

import sqlalchemy as sa
from alembic import op

revision = '4a5eedd6cad8'
down_revision = 'f0c37d07295b'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('besluit',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('toekenning_id', sa.Uuid(), nullable=False),
    sa.Column('persoon_ref', sa.Uuid(), nullable=False),
    sa.Column('product', sa.String(length=40), nullable=False),
    sa.Column('soort', sa.String(length=12), nullable=False),
    sa.Column('besluitdatum', sa.Date(), nullable=False),
    sa.Column('regel', sa.String(length=40), nullable=True),
    sa.Column('gemeente', sa.String(length=6), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_besluit'))
    )
    with op.batch_alter_table('besluit', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_besluit_gemeente'), ['gemeente'], unique=False)
        batch_op.create_index(batch_op.f('ix_besluit_persoon_ref'), ['persoon_ref'], unique=False)
        batch_op.create_index(batch_op.f('ix_besluit_toekenning_id'), ['toekenning_id'], unique=False)

    op.create_table('betaalopdracht',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('toekenning_id', sa.Uuid(), nullable=False),
    sa.Column('versie', sa.Integer(), nullable=False),
    sa.Column('persoon_ref', sa.Uuid(), nullable=False),
    sa.Column('product', sa.String(length=40), nullable=False),
    sa.Column('soort', sa.String(length=20), nullable=False),
    sa.Column('ontvanger', sa.String(length=10), nullable=False),
    sa.Column('kvk_nummer', sa.String(length=8), nullable=True),
    sa.Column('bedrag_centen', sa.BigInteger(), nullable=False),
    sa.Column('maand', sa.Date(), nullable=False),
    sa.Column('betaalbaar_vanaf', sa.Date(), nullable=False),
    sa.Column('na_oordeel', sa.Boolean(), nullable=False),
    sa.Column('oordeel', sa.Boolean(), nullable=True),
    sa.Column('status', sa.String(length=10), nullable=False),
    sa.Column('afgehandeld_op', sa.Date(), nullable=True),
    sa.Column('gemeente', sa.String(length=6), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_betaalopdracht')),
    sa.UniqueConstraint('toekenning_id', 'maand', name=op.f('uq_betaalopdracht_toekenning_id_maand'))
    )
    with op.batch_alter_table('betaalopdracht', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_betaalopdracht_gemeente'), ['gemeente'], unique=False)
        batch_op.create_index(batch_op.f('ix_betaalopdracht_persoon_ref'), ['persoon_ref'], unique=False)



def downgrade() -> None:
    with op.batch_alter_table('betaalopdracht', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_betaalopdracht_persoon_ref'))
        batch_op.drop_index(batch_op.f('ix_betaalopdracht_gemeente'))

    op.drop_table('betaalopdracht')
    with op.batch_alter_table('besluit', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_besluit_toekenning_id'))
        batch_op.drop_index(batch_op.f('ix_besluit_persoon_ref'))
        batch_op.drop_index(batch_op.f('ix_besluit_gemeente'))

    op.drop_table('besluit')
