"""indicator.

Revision: be9131e52599 (after )
Date: 2026-11-24 04:52:08.477396
"""

import sqlalchemy as sa
from alembic import op

revision = 'be9131e52599'
down_revision = None
branch_labels = ('monitor',)
depends_on = None


def upgrade() -> None:
    op.create_table('gebeurtenis',
    sa.Column('event_id', sa.Uuid(), nullable=False),
    sa.Column('indicator', sa.String(length=40), nullable=False),
    sa.Column('onderwerp', sa.Uuid(), nullable=False),
    sa.Column('datum', sa.Date(), nullable=False),
    sa.Column('jaar', sa.Integer(), nullable=False),
    sa.Column('product', sa.String(length=40), nullable=True),
    sa.Column('telt', sa.Boolean(), nullable=False),
    sa.Column('gebeurd_op', sa.DateTime(timezone=True), nullable=False),
    sa.Column('gemeente', sa.String(length=6), nullable=False),
    sa.PrimaryKeyConstraint('event_id', name=op.f('pk_gebeurtenis'))
    )
    with op.batch_alter_table('gebeurtenis', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_gebeurtenis_gemeente'), ['gemeente'], unique=False)
        batch_op.create_index(batch_op.f('ix_gebeurtenis_indicator_gemeente_jaar'), ['indicator', 'gemeente', 'jaar'], unique=False)
        batch_op.create_index(batch_op.f('ix_gebeurtenis_onderwerp'), ['onderwerp'], unique=False)



def downgrade() -> None:
    with op.batch_alter_table('gebeurtenis', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_gebeurtenis_onderwerp'))
        batch_op.drop_index(batch_op.f('ix_gebeurtenis_indicator_gemeente_jaar'))
        batch_op.drop_index(batch_op.f('ix_gebeurtenis_gemeente'))

    op.drop_table('gebeurtenis')
