"""herziening.

Revision: f9539d032c84 (after 20c05aa1d8bf)
Date: 2026-11-25 17:04:32.254415
"""

import sqlalchemy as sa
from alembic import op

revision = 'f9539d032c84'
down_revision = '20c05aa1d8bf'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('herziening',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('jaar', sa.Integer(), nullable=False),
    sa.Column('gedaan_op', sa.DateTime(timezone=True), nullable=False),
    sa.Column('bekeken', sa.Integer(), nullable=False),
    sa.Column('gemeente', sa.String(length=6), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_herziening'))
    )
    with op.batch_alter_table('herziening', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_herziening_gemeente'), ['gemeente'], unique=False)

    op.create_table('herziene_toekenning',
    sa.Column('herziening_id', sa.Uuid(), nullable=False),
    sa.Column('toekenning_id', sa.Uuid(), nullable=False),
    sa.Column('versie', sa.Integer(), nullable=False),
    sa.Column('was_centen', sa.BigInteger(), nullable=False),
    sa.Column('wordt_centen', sa.BigInteger(), nullable=False),
    sa.Column('gemeente', sa.String(length=6), nullable=False),
    sa.ForeignKeyConstraint(['herziening_id'], ['herziening.id'], name=op.f('fk_herziene_toekenning_herziening_id')),
    sa.PrimaryKeyConstraint('herziening_id', 'toekenning_id', name=op.f('pk_herziene_toekenning'))
    )
    with op.batch_alter_table('herziene_toekenning', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_herziene_toekenning_gemeente'), ['gemeente'], unique=False)



def downgrade() -> None:
    with op.batch_alter_table('herziene_toekenning', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_herziene_toekenning_gemeente'))

    op.drop_table('herziene_toekenning')
    with op.batch_alter_table('herziening', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_herziening_gemeente'))

    op.drop_table('herziening')
