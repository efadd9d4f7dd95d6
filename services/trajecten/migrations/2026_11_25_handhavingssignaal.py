"""handhavingssignaal.

Revision: ccec51f1fb3c (after 0f2fc53340c0)
Date: 2026-11-25 21:01:37.970149
"""

import sqlalchemy as sa
from alembic import op

revision = 'ccec51f1fb3c'
down_revision = '0f2fc53340c0'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('handhavingssignaal',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('persoon_ref', sa.Uuid(), nullable=False),
    sa.Column('gegeven_op', sa.Date(), nullable=False),
    sa.Column('medewerker', sa.String(length=40), nullable=False),
    sa.Column('uitkomst', sa.String(length=30), nullable=True),
    sa.Column('afgerond_op', sa.Date(), nullable=True),
    sa.Column('gemeente', sa.String(length=6), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_handhavingssignaal'))
    )
    with op.batch_alter_table('handhavingssignaal', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_handhavingssignaal_gemeente'), ['gemeente'], unique=False)
        batch_op.create_index('ix_handhavingssignaal_persoon', ['persoon_ref', 'gemeente'], unique=False)


def downgrade() -> None:
    with op.batch_alter_table('handhavingssignaal', schema=None) as batch_op:
        batch_op.drop_index('ix_handhavingssignaal_persoon')
        batch_op.drop_index(batch_op.f('ix_handhavingssignaal_gemeente'))

    op.drop_table('handhavingssignaal')
