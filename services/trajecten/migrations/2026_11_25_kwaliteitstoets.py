"""kwaliteitstoets.

Revision: 20c05aa1d8bf (after 443513494eae)
Date: 2026-11-25 16:54:05.054338
"""

import sqlalchemy as sa
from alembic import op

revision = '20c05aa1d8bf'
down_revision = '443513494eae'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('kwaliteitstoets',
    sa.Column('toekenning_id', sa.Uuid(), nullable=False),
    sa.Column('voorgelegd_door', sa.String(length=40), nullable=False),
    sa.Column('voorgelegd_op', sa.Date(), nullable=False),
    sa.Column('beoordeeld_door', sa.String(length=40), nullable=True),
    sa.Column('beoordeeld_op', sa.Date(), nullable=True),
    sa.Column('akkoord', sa.Boolean(), nullable=True),
    sa.Column('gemeente', sa.String(length=6), nullable=False),
    sa.ForeignKeyConstraint(['toekenning_id'], ['toekenning.id'], name=op.f('fk_kwaliteitstoets_toekenning_id')),
    sa.PrimaryKeyConstraint('toekenning_id', name=op.f('pk_kwaliteitstoets'))
    )
    with op.batch_alter_table('kwaliteitstoets', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_kwaliteitstoets_gemeente'), ['gemeente'], unique=False)


def downgrade() -> None:
    with op.batch_alter_table('kwaliteitstoets', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_kwaliteitstoets_gemeente'))

    op.drop_table('kwaliteitstoets')
