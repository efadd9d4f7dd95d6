"""inwoner wijzigingen.

Revision: 95c46a269197 (after 061c3b7c983c)
Date: 2026-11-24 05:15:48.067274
"""

import sqlalchemy as sa
from alembic import op

revision = '95c46a269197'
down_revision = '061c3b7c983c'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('inwoner', schema=None) as batch_op:
        batch_op.add_column(sa.Column('uitkering_tot', sa.Date(), nullable=True))
        batch_op.add_column(sa.Column('huishouden_vanaf', sa.Date(), nullable=True))
        batch_op.add_column(sa.Column('vertrokken_op', sa.Date(), nullable=True))
        batch_op.add_column(sa.Column('overleden_op', sa.Date(), nullable=True))
        batch_op.add_column(sa.Column('geheimhouding', sa.Boolean(), server_default=sa.false(), nullable=False))



def downgrade() -> None:
    with op.batch_alter_table('inwoner', schema=None) as batch_op:
        batch_op.drop_column('geheimhouding')
        batch_op.drop_column('overleden_op')
        batch_op.drop_column('vertrokken_op')
        batch_op.drop_column('huishouden_vanaf')
        batch_op.drop_column('uitkering_tot')

