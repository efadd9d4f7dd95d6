"""gewist_op.

Revision: cb531f65f81b (after f9539d032c84)
Date: 2026-11-25 17:34:01.537050
"""

import sqlalchemy as sa
from alembic import op

revision = 'cb531f65f81b'
down_revision = 'f9539d032c84'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('persoon', schema=None) as batch_op:
        batch_op.add_column(sa.Column('gewist_op', sa.Date(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table('persoon', schema=None) as batch_op:
        batch_op.drop_column('gewist_op')
