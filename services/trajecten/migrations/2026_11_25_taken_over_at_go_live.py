"""taken over at go-live.

Revision: a61f4a275079 (after cb531f65f81b)
Date: 2026-11-25 19:57:46.285320
"""

import sqlalchemy as sa
from alembic import op

revision = 'a61f4a275079'
down_revision = 'cb531f65f81b'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('toekenning', schema=None) as batch_op:
        batch_op.add_column(sa.Column('eerder_gerealiseerd', sa.JSON(none_as_null=True), nullable=True))

    with op.batch_alter_table('traject', schema=None) as batch_op:
        batch_op.alter_column('diagnose_id',
               existing_type=sa.Uuid(),
               nullable=True)



def downgrade() -> None:
    with op.batch_alter_table('traject', schema=None) as batch_op:
        batch_op.alter_column('diagnose_id',
               existing_type=sa.Uuid(),
               nullable=False)

    with op.batch_alter_table('toekenning', schema=None) as batch_op:
        batch_op.drop_column('eerder_gerealiseerd')
