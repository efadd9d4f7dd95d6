"""medewerker aanmelding werkverdeling.

Revision: 0f6460c8d350 (after 95c46a269197)
Date: 2026-11-25 16:15:41.868355
"""

import sqlalchemy as sa
from alembic import op

revision = '0f6460c8d350'
down_revision = '95c46a269197'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('medewerker',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('code', sa.String(length=40), nullable=False),
    sa.Column('werknaam', sa.String(length=80), nullable=False),
    sa.Column('team', sa.String(length=40), nullable=False),
    sa.Column('rol', sa.String(length=24), nullable=False),
    sa.Column('caseload', sa.Integer(), nullable=False),
    sa.Column('vastgelegd_op', sa.DateTime(timezone=True), nullable=False),
    sa.Column('gemeente', sa.String(length=6), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_medewerker')),
    sa.UniqueConstraint('gemeente', 'code', name=op.f('uq_medewerker_gemeente_code'))
    )
    with op.batch_alter_table('medewerker', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_medewerker_gemeente'), ['gemeente'], unique=False)
        batch_op.create_index(batch_op.f('ix_medewerker_team'), ['team'], unique=False)

    op.create_table('werkverdeling',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('team', sa.String(length=40), nullable=False),
    sa.Column('verdeeld_op', sa.Date(), nullable=False),
    sa.Column('vastgelegd_op', sa.DateTime(timezone=True), nullable=False),
    sa.Column('gemeente', sa.String(length=6), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_werkverdeling'))
    )
    with op.batch_alter_table('werkverdeling', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_werkverdeling_gemeente'), ['gemeente'], unique=False)

    op.create_table('aanmelding',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('persoon_ref', sa.Uuid(), nullable=False),
    sa.Column('kanaal', sa.String(length=40), nullable=False),
    sa.Column('aangemeld_op', sa.Date(), nullable=False),
    sa.Column('medewerker', sa.String(length=40), nullable=True),
    sa.Column('toegewezen_op', sa.Date(), nullable=True),
    sa.Column('werkverdeling_id', sa.Uuid(), nullable=True),
    sa.Column('gesprek_op', sa.Date(), nullable=True),
    sa.Column('afgesloten_op', sa.Date(), nullable=True),
    sa.Column('uitkomst', sa.String(length=16), nullable=True),
    sa.Column('vastgelegd_op', sa.DateTime(timezone=True), nullable=False),
    sa.Column('gemeente', sa.String(length=6), nullable=False),
    sa.ForeignKeyConstraint(['persoon_ref'], ['inwoner.persoon_ref'], name=op.f('fk_aanmelding_persoon_ref')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_aanmelding'))
    )
    with op.batch_alter_table('aanmelding', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_aanmelding_afgesloten_op'), ['afgesloten_op'], unique=False)
        batch_op.create_index(batch_op.f('ix_aanmelding_gemeente'), ['gemeente'], unique=False)
        batch_op.create_index(batch_op.f('ix_aanmelding_persoon_ref'), ['persoon_ref'], unique=False)
        batch_op.create_index(batch_op.f('ix_aanmelding_werkverdeling_id'), ['werkverdeling_id'], unique=False)



def downgrade() -> None:
    with op.batch_alter_table('aanmelding', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_aanmelding_werkverdeling_id'))
        batch_op.drop_index(batch_op.f('ix_aanmelding_persoon_ref'))
        batch_op.drop_index(batch_op.f('ix_aanmelding_gemeente'))
        batch_op.drop_index(batch_op.f('ix_aanmelding_afgesloten_op'))

    op.drop_table('aanmelding')
    with op.batch_alter_table('werkverdeling', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_werkverdeling_gemeente'))

    op.drop_table('werkverdeling')
    with op.batch_alter_table('medewerker', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_medewerker_team'))
        batch_op.drop_index(batch_op.f('ix_medewerker_gemeente'))

    op.drop_table('medewerker')
