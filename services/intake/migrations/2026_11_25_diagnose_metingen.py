"""diagnose metingen.

Revision: 44d7e8fcda78 (after 648e18f805fb)
Date: 2026-11-25 17:09:04.422845
"""

import sqlalchemy as sa
from alembic import op

revision = '44d7e8fcda78'
down_revision = '648e18f805fb'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('diagnose', schema=None) as batch_op:
        batch_op.add_column(sa.Column('aanleiding', sa.String(length=12), nullable=True))
        batch_op.add_column(sa.Column('groei_trede', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('groei_voor', sa.Date(), nullable=True))
        batch_op.add_column(sa.Column('volgende_meting_voor', sa.Date(), nullable=True))
        batch_op.create_index(batch_op.f('ix_diagnose_volgende_meting_voor'), ['volgende_meting_voor'], unique=False)



def downgrade() -> None:
    with op.batch_alter_table('diagnose', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_diagnose_volgende_meting_voor'))
        batch_op.drop_column('volgende_meting_voor')
        batch_op.drop_column('groei_voor')
        batch_op.drop_column('groei_trede')
        batch_op.drop_column('aanleiding')

