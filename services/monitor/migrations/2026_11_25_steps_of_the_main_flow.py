"""steps of the main flow.

Revision: 5c0d7a41e2b8 (after be9131e52599)
Date: 2026-11-25 16:30:00
"""

import sqlalchemy as sa
from alembic import op

revision = '5c0d7a41e2b8'
down_revision = 'be9131e52599'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('gebeurtenis', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_gebeurtenis_onderwerp'))
        batch_op.drop_index(batch_op.f('ix_gebeurtenis_indicator_gemeente_jaar'))
    with op.batch_alter_table('gebeurtenis', schema=None) as batch_op:
        batch_op.alter_column('indicator', new_column_name='soort', existing_type=sa.String(length=40), existing_nullable=False)
        batch_op.alter_column('product', new_column_name='kenmerk', existing_type=sa.String(length=40), existing_nullable=True)
        batch_op.add_column(sa.Column('groep', sa.String(length=40), nullable=True))
        batch_op.add_column(sa.Column('stilte', sa.Integer(), nullable=True))
    op.execute("update gebeurtenis set groep = replace(cast(onderwerp as varchar(40)), '-', '')")
    with op.batch_alter_table('gebeurtenis', schema=None) as batch_op:
        batch_op.alter_column('groep', existing_type=sa.String(length=40), nullable=False)
        batch_op.create_index(batch_op.f('ix_gebeurtenis_groep'), ['groep'], unique=False)
        batch_op.create_index(batch_op.f('ix_gebeurtenis_soort_gemeente_jaar'), ['soort', 'gemeente', 'jaar'], unique=False)


def downgrade() -> None:
    with op.batch_alter_table('gebeurtenis', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_gebeurtenis_soort_gemeente_jaar'))
        batch_op.drop_index(batch_op.f('ix_gebeurtenis_groep'))
    with op.batch_alter_table('gebeurtenis', schema=None) as batch_op:
        batch_op.drop_column('stilte')
        batch_op.drop_column('groep')
        batch_op.alter_column('kenmerk', new_column_name='product', existing_type=sa.String(length=40), existing_nullable=True)
        batch_op.alter_column('soort', new_column_name='indicator', existing_type=sa.String(length=40), existing_nullable=False)
    with op.batch_alter_table('gebeurtenis', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_gebeurtenis_onderwerp'), ['onderwerp'], unique=False)
        batch_op.create_index(batch_op.f('ix_gebeurtenis_indicator_gemeente_jaar'), ['indicator', 'gemeente', 'jaar'], unique=False)
