"""secret of an abonnement encrypted.

What stood there in plain text cannot be encrypted here, without keys: those abonnementen end, and are made anew.

Revision: c4b1d0e7a9f2 (after 56e8efd52a69)
Date: 2026-11-25 20:43:10.118342
"""

import sqlalchemy as sa
from alembic import op

revision = 'c4b1d0e7a9f2'
down_revision = '56e8efd52a69'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("delete from abonnement_opzij")
    op.execute("delete from abonnement")
    with op.batch_alter_table('abonnement', schema=None) as batch_op:
        batch_op.add_column(sa.Column('kid', sa.String(length=40), nullable=False))
        batch_op.add_column(sa.Column('geheim', sa.LargeBinary(), nullable=False))
        batch_op.drop_column('secret')


def downgrade() -> None:
    op.execute("delete from abonnement_opzij")
    op.execute("delete from abonnement")
    with op.batch_alter_table('abonnement', schema=None) as batch_op:
        batch_op.add_column(sa.Column('secret', sa.String(length=60), nullable=False))
        batch_op.drop_column('geheim')
        batch_op.drop_column('kid')
