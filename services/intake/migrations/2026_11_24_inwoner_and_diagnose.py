"""inwoner and diagnose.

Revision: 061c3b7c983c (after )
Date: 2026-11-24 04:42:51.930207
"""

import sqlalchemy as sa
from alembic import op

revision = '061c3b7c983c'
down_revision = None
branch_labels = ('intake',)
depends_on = None


def upgrade() -> None:
    op.create_table('inwoner',
    sa.Column('persoon_ref', sa.Uuid(), nullable=False),
    sa.Column('versie', sa.Integer(), nullable=False),
    sa.Column('geboortedatum', sa.Date(), nullable=False),
    sa.Column('uitkering_soort', sa.String(length=16), nullable=False),
    sa.Column('uitkering_vanaf', sa.Date(), nullable=True),
    sa.Column('huishouden_ref', sa.Uuid(), nullable=True),
    sa.Column('postcodecijfers', sa.String(length=4), nullable=True),
    sa.Column('geregistreerd_op', sa.DateTime(timezone=True), nullable=False),
    sa.Column('gemeente', sa.String(length=6), nullable=False),
    sa.PrimaryKeyConstraint('persoon_ref', name=op.f('pk_inwoner'))
    )
    with op.batch_alter_table('inwoner', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_inwoner_gemeente'), ['gemeente'], unique=False)
        batch_op.create_index(batch_op.f('ix_inwoner_huishouden_ref'), ['huishouden_ref'], unique=False)

    op.create_table('diagnose',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('persoon_ref', sa.Uuid(), nullable=False),
    sa.Column('trede', sa.Integer(), nullable=False),
    sa.Column('maanden_tot_werk', sa.Integer(), nullable=False),
    sa.Column('zelfredzaam', sa.Boolean(), nullable=True),
    sa.Column('indicatie_beschut', sa.Boolean(), nullable=True),
    sa.Column('afstand', sa.String(length=6), nullable=True),
    sa.Column('profiel', sa.String(length=2), nullable=True),
    sa.Column('vastgesteld_op', sa.Date(), nullable=False),
    sa.Column('regel', sa.String(length=40), nullable=False),
    sa.Column('regel_bron', sa.Text(), nullable=False),
    sa.Column('regel_parameter', sa.Text(), nullable=True),
    sa.Column('regel_vanaf', sa.Date(), nullable=True),
    sa.Column('vastgelegd_op', sa.DateTime(timezone=True), nullable=False),
    sa.Column('gemeente', sa.String(length=6), nullable=False),
    sa.CheckConstraint('maanden_tot_werk between 0 and 600', name=op.f('ck_diagnose_maanden_tot_werk')),
    sa.CheckConstraint('trede between 1 and 6', name=op.f('ck_diagnose_trede')),
    sa.ForeignKeyConstraint(['persoon_ref'], ['inwoner.persoon_ref'], name=op.f('fk_diagnose_persoon_ref')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_diagnose'))
    )
    with op.batch_alter_table('diagnose', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_diagnose_gemeente'), ['gemeente'], unique=False)
        batch_op.create_index(batch_op.f('ix_diagnose_persoon_ref'), ['persoon_ref'], unique=False)



def downgrade() -> None:
    with op.batch_alter_table('diagnose', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_diagnose_persoon_ref'))
        batch_op.drop_index(batch_op.f('ix_diagnose_gemeente'))

    op.drop_table('diagnose')
    with op.batch_alter_table('inwoner', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_inwoner_huishouden_ref'))
        batch_op.drop_index(batch_op.f('ix_inwoner_gemeente'))

    op.drop_table('inwoner')
