"""maatregel.

Revision: 0f2fc53340c0 (after a61f4a275079)
Date: 2026-11-25 20:30:27.661525
"""

import sqlalchemy as sa
from alembic import op

revision = '0f2fc53340c0'
down_revision = 'a61f4a275079'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('heroverweging',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('maatregel_id', sa.Uuid(), nullable=False),
    sa.Column('aanleiding', sa.String(length=10), nullable=False),
    sa.Column('verzocht_op', sa.Date(), nullable=True),
    sa.Column('besluitdatum', sa.Date(), nullable=False),
    sa.Column('oordeel', sa.String(length=12), nullable=False),
    sa.Column('medewerker', sa.String(length=40), nullable=False),
    sa.Column('gemeente', sa.String(length=6), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_heroverweging'))
    )
    with op.batch_alter_table('heroverweging', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_heroverweging_gemeente'), ['gemeente'], unique=False)
        batch_op.create_index(batch_op.f('ix_heroverweging_maatregel_id'), ['maatregel_id'], unique=False)

    op.create_table('maatregel',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('persoon_ref', sa.Uuid(), nullable=False),
    sa.Column('status', sa.String(length=12), nullable=False),
    sa.Column('grond', sa.String(length=40), nullable=True),
    sa.Column('verwijtbaarheid', sa.String(length=12), nullable=True),
    sa.Column('gedraging_op', sa.Date(), nullable=True),
    sa.Column('dringende_redenen', sa.Boolean(), nullable=True),
    sa.Column('afweging', sa.String(length=40), nullable=True),
    sa.Column('norm_centen', sa.BigInteger(), nullable=False),
    sa.Column('procent', sa.Integer(), nullable=True),
    sa.Column('voorgesteld_door', sa.String(length=40), nullable=False),
    sa.Column('voorgesteld_op', sa.Date(), nullable=False),
    sa.Column('besloten_door', sa.String(length=40), nullable=True),
    sa.Column('besluitdatum', sa.Date(), nullable=True),
    sa.Column('herhaling', sa.Integer(), nullable=True),
    sa.Column('regel', sa.String(length=40), nullable=True),
    sa.Column('bedrag_centen', sa.BigInteger(), nullable=True),
    sa.Column('uiterlijk_heroverwegen', sa.Date(), nullable=True),
    sa.Column('gemeente', sa.String(length=6), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_maatregel'))
    )
    with op.batch_alter_table('maatregel', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_maatregel_gemeente'), ['gemeente'], unique=False)
        batch_op.create_index('ix_maatregel_persoon', ['persoon_ref', 'gemeente'], unique=False)
        batch_op.create_index(batch_op.f('ix_maatregel_uiterlijk_heroverwegen'), ['uiterlijk_heroverwegen'], unique=False)

    op.create_table('maatregelmaand',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('maatregel_id', sa.Uuid(), nullable=False),
    sa.Column('persoon_ref', sa.Uuid(), nullable=False),
    sa.Column('maand', sa.Date(), nullable=False),
    sa.Column('bedrag_centen', sa.BigInteger(), nullable=False),
    sa.Column('status', sa.String(length=12), nullable=False),
    sa.Column('afgehandeld_op', sa.Date(), nullable=True),
    sa.Column('gemeente', sa.String(length=6), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_maatregelmaand')),
    sa.UniqueConstraint('maatregel_id', 'maand', name=op.f('uq_maatregelmaand_maatregel_id_maand'))
    )
    with op.batch_alter_table('maatregelmaand', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_maatregelmaand_gemeente'), ['gemeente'], unique=False)


def downgrade() -> None:
    with op.batch_alter_table('maatregelmaand', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_maatregelmaand_gemeente'))

    op.drop_table('maatregelmaand')
    with op.batch_alter_table('maatregel', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_maatregel_uiterlijk_heroverwegen'))
        batch_op.drop_index('ix_maatregel_persoon')
        batch_op.drop_index(batch_op.f('ix_maatregel_gemeente'))

    op.drop_table('maatregel')
    with op.batch_alter_table('heroverweging', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_heroverweging_maatregel_id'))
        batch_op.drop_index(batch_op.f('ix_heroverweging_gemeente'))

    op.drop_table('heroverweging')
