"""afgesloten traject.

Revision: f0c37d07295b (after a9f49fdae0db)
Date: 2026-11-25 16:33:31.553356
"""

import sqlalchemy as sa
from alembic import op

revision = 'f0c37d07295b'
down_revision = 'a9f49fdae0db'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('traject', schema=None) as batch_op:
        batch_op.add_column(sa.Column('afgesloten_op', sa.Date(), nullable=True))



def downgrade() -> None:
    with op.batch_alter_table('traject', schema=None) as batch_op:
        batch_op.drop_column('afgesloten_op')

