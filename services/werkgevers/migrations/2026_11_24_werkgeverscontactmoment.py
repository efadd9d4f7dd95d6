"""werkgeverscontactmoment.

Revision: a5179d0ca901 (after )
Date: 2026-11-24 04:51:59.225563
"""

import sqlalchemy as sa
from alembic import op

revision = 'a5179d0ca901'
down_revision = None
branch_labels = ('werkgevers',)
depends_on = None


def upgrade() -> None:
    op.create_table('contactmoment',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('kvk_nummer', sa.String(length=8), nullable=False),
    sa.Column('datum', sa.Date(), nullable=False),
    sa.Column('soort', sa.String(length=12), nullable=False),
    sa.Column('tweezijdig', sa.Boolean(), nullable=False),
    sa.Column('doelgroep_participatiewet', sa.Boolean(), nullable=False),
    sa.Column('onderwerp', sa.String(length=40), nullable=True),
    sa.Column('vastgelegd_op', sa.DateTime(timezone=True), nullable=False),
    sa.Column('gemeente', sa.String(length=6), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_contactmoment'))
    )
    with op.batch_alter_table('contactmoment', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_contactmoment_datum'), ['datum'], unique=False)
        batch_op.create_index(batch_op.f('ix_contactmoment_gemeente'), ['gemeente'], unique=False)
        batch_op.create_index(batch_op.f('ix_contactmoment_kvk_nummer_datum'), ['kvk_nummer', 'datum'], unique=False)



def downgrade() -> None:
    with op.batch_alter_table('contactmoment', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_contactmoment_kvk_nummer_datum'))
        batch_op.drop_index(batch_op.f('ix_contactmoment_gemeente'))
        batch_op.drop_index(batch_op.f('ix_contactmoment_datum'))

    op.drop_table('contactmoment')
