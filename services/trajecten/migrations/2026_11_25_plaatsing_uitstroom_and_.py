"""plaatsing uitstroom and uitkeringsperiode.

Revision: 7756bf3f3eea (after acec7c0af58a)
Date: 2026-11-25 16:18:08.108451
"""

import sqlalchemy as sa
from alembic import op

revision = '7756bf3f3eea'
down_revision = 'acec7c0af58a'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('plaatsing',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('persoon_ref', sa.Uuid(), nullable=False),
    sa.Column('kvk_nummer', sa.String(length=8), nullable=False),
    sa.Column('soort_overeenkomst', sa.String(length=2), nullable=False),
    sa.Column('startdatum', sa.Date(), nullable=False),
    sa.Column('einddatum', sa.Date(), nullable=True),
    sa.Column('minuten_per_week', sa.Integer(), nullable=False),
    sa.Column('beschut', sa.Boolean(), nullable=False),
    sa.Column('vacature_id', sa.Uuid(), nullable=True),
    sa.Column('toekenning_id', sa.Uuid(), nullable=True),
    sa.Column('geeindigd_op', sa.Date(), nullable=True),
    sa.Column('reden', sa.String(length=20), nullable=True),
    sa.Column('gemeente', sa.String(length=6), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_plaatsing'))
    )
    with op.batch_alter_table('plaatsing', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_plaatsing_gemeente'), ['gemeente'], unique=False)
        batch_op.create_index('ix_plaatsing_persoon', ['persoon_ref', 'gemeente'], unique=False)

    op.create_table('uitkeringsperiode',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('persoon_ref', sa.Uuid(), nullable=False),
    sa.Column('soort', sa.String(length=20), nullable=False),
    sa.Column('van', sa.Date(), nullable=True),
    sa.Column('tot', sa.Date(), nullable=True),
    sa.Column('gemeente', sa.String(length=6), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_uitkeringsperiode'))
    )
    with op.batch_alter_table('uitkeringsperiode', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_uitkeringsperiode_gemeente'), ['gemeente'], unique=False)
        batch_op.create_index('ix_uitkeringsperiode_persoon', ['persoon_ref', 'gemeente'], unique=False)

    op.create_table('uitstroom',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('persoon_ref', sa.Uuid(), nullable=False),
    sa.Column('reden', sa.String(length=20), nullable=False),
    sa.Column('laatste_uitkeringsdag', sa.Date(), nullable=False),
    sa.Column('geregistreerd_op', sa.Date(), nullable=False),
    sa.Column('terugval_op', sa.Date(), nullable=True),
    sa.Column('gemeente', sa.String(length=6), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_uitstroom')),
    sa.UniqueConstraint('persoon_ref', 'gemeente', 'laatste_uitkeringsdag', name=op.f('uq_uitstroom_persoon_ref_gemeente_laatste_uitkeringsdag'))
    )
    with op.batch_alter_table('uitstroom', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_uitstroom_gemeente'), ['gemeente'], unique=False)

    with op.batch_alter_table('persoon', schema=None) as batch_op:
        batch_op.add_column(sa.Column('uitkering_tot', sa.Date(), nullable=True))
        batch_op.add_column(sa.Column('huishouden_ref', sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column('vertrokken_op', sa.Date(), nullable=True))
        batch_op.add_column(sa.Column('overleden_op', sa.Date(), nullable=True))
        batch_op.add_column(sa.Column('samengevoegd_met', sa.Uuid(), nullable=True))



def downgrade() -> None:
    with op.batch_alter_table('persoon', schema=None) as batch_op:
        batch_op.drop_column('samengevoegd_met')
        batch_op.drop_column('overleden_op')
        batch_op.drop_column('vertrokken_op')
        batch_op.drop_column('huishouden_ref')
        batch_op.drop_column('uitkering_tot')

    with op.batch_alter_table('uitstroom', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_uitstroom_gemeente'))

    op.drop_table('uitstroom')
    with op.batch_alter_table('uitkeringsperiode', schema=None) as batch_op:
        batch_op.drop_index('ix_uitkeringsperiode_persoon')
        batch_op.drop_index(batch_op.f('ix_uitkeringsperiode_gemeente'))

    op.drop_table('uitkeringsperiode')
    with op.batch_alter_table('plaatsing', schema=None) as batch_op:
        batch_op.drop_index('ix_plaatsing_persoon')
        batch_op.drop_index(batch_op.f('ix_plaatsing_gemeente'))

    op.drop_table('plaatsing')
