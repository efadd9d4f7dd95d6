"""conversie.

Revision: 56e8efd52a69 (after fa79197a5726)
Date: 2026-11-25 19:57:53.979019
"""

import sqlalchemy as sa
from alembic import op

revision = '56e8efd52a69'
down_revision = 'fa79197a5726'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('conversie',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('soort', sa.String(length=20), nullable=False),
    sa.Column('bronsysteem', sa.String(length=40), nullable=False),
    sa.Column('client', sa.String(length=80), nullable=False),
    sa.Column('regels', sa.Integer(), nullable=False),
    sa.Column('overgenomen', sa.Integer(), nullable=False),
    sa.Column('ongewijzigd', sa.Integer(), nullable=False),
    sa.Column('geweigerd', sa.Integer(), nullable=False),
    sa.Column('bedragen', sa.JSON(), nullable=False),
    sa.Column('begonnen_op', sa.DateTime(timezone=True), nullable=False),
    sa.Column('afgerond_op', sa.DateTime(timezone=True), nullable=True),
    sa.Column('gemeente', sa.String(length=6), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_conversie'))
    )
    with op.batch_alter_table('conversie', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_conversie_gemeente'), ['gemeente'], unique=False)

    op.create_table('conversieregel',
    sa.Column('gemeente', sa.String(length=6), nullable=False),
    sa.Column('soort', sa.String(length=20), nullable=False),
    sa.Column('bronsysteem', sa.String(length=40), nullable=False),
    sa.Column('bron_id', sa.String(length=80), nullable=False),
    sa.Column('conversie_id', sa.Uuid(), nullable=False),
    sa.Column('stempel', sa.String(length=64), nullable=False),
    sa.Column('ding_id', sa.Uuid(), nullable=True),
    sa.Column('code', sa.String(length=40), nullable=True),
    sa.Column('zegt', sa.JSON(), nullable=False),
    sa.ForeignKeyConstraint(['conversie_id'], ['conversie.id'], name=op.f('fk_conversieregel_conversie_id')),
    sa.PrimaryKeyConstraint('gemeente', 'soort', 'bronsysteem', 'bron_id', name=op.f('pk_conversieregel'))
    )


def downgrade() -> None:
    op.drop_table('conversieregel')
    with op.batch_alter_table('conversie', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_conversie_gemeente'))

    op.drop_table('conversie')
