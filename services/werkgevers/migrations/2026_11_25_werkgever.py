"""werkgever.

Revision: 37b87afee391 (after a5179d0ca901)
Date: 2026-11-25 16:17:53.305185
"""

import sqlalchemy as sa
from alembic import op

revision = '37b87afee391'
down_revision = 'a5179d0ca901'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('werkgever',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('kvk_nummer', sa.String(length=8), nullable=False),
    sa.Column('vestigingsnummer', sa.String(length=12), nullable=True),
    sa.Column('naam', sa.String(length=80), nullable=False),
    sa.Column('sector', sa.String(length=5), nullable=True),
    sa.Column('geregistreerd_op', sa.DateTime(timezone=True), nullable=False),
    sa.Column('gemeente', sa.String(length=6), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_werkgever')),
    sa.UniqueConstraint('gemeente', 'kvk_nummer', name=op.f('uq_werkgever_gemeente_kvk_nummer'))
    )
    with op.batch_alter_table('werkgever', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_werkgever_gemeente'), ['gemeente'], unique=False)
        batch_op.create_index(batch_op.f('ix_werkgever_sector'), ['sector'], unique=False)



def downgrade() -> None:
    with op.batch_alter_table('werkgever', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_werkgever_sector'))
        batch_op.drop_index(batch_op.f('ix_werkgever_gemeente'))

    op.drop_table('werkgever')
