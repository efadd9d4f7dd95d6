"""bronregel.

Revision: 648e18f805fb (after 098bdbd5a8bf)
Date: 2026-11-25 16:52:56.823541
"""

import sqlalchemy as sa
from alembic import op

revision = '648e18f805fb'
down_revision = '098bdbd5a8bf'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('bronregel',
    sa.Column('afzender', sa.String(length=80), nullable=False),
    sa.Column('bron_id', sa.String(length=80), nullable=False),
    sa.Column('versie', sa.Integer(), nullable=False),
    sa.Column('stempel', sa.String(length=64), nullable=False),
    sa.Column('persoon_ref', sa.Uuid(), nullable=False),
    sa.Column('gemeente', sa.String(length=6), nullable=False),
    sa.PrimaryKeyConstraint('afzender', 'bron_id', name=op.f('pk_bronregel'))
    )
    with op.batch_alter_table('bronregel', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_bronregel_gemeente'), ['gemeente'], unique=False)



def downgrade() -> None:
    with op.batch_alter_table('bronregel', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_bronregel_gemeente'))

    op.drop_table('bronregel')
