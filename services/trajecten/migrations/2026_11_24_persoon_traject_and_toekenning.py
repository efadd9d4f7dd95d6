"""persoon traject and toekenning.

Revision: acec7c0af58a (after )
Date: 2026-11-24 04:51:48.915392
"""

import sqlalchemy as sa
from alembic import op

revision = 'acec7c0af58a'
down_revision = None
branch_labels = ('trajecten',)
depends_on = None


def upgrade() -> None:
    op.create_table('persoon',
    sa.Column('persoon_ref', sa.Uuid(), nullable=False),
    sa.Column('gemeente', sa.String(length=6), nullable=False),
    sa.Column('versie', sa.Integer(), nullable=False),
    sa.Column('geboortedatum', sa.Date(), nullable=True),
    sa.Column('uitkering_soort', sa.String(length=20), nullable=True),
    sa.Column('uitkering_vanaf', sa.Date(), nullable=True),
    sa.Column('diagnose_op', sa.Date(), nullable=True),
    sa.Column('diagnose_volgnummer', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('trede', sa.Integer(), nullable=True),
    sa.Column('afstand', sa.String(length=10), nullable=True),
    sa.Column('profiel', sa.String(length=10), nullable=True),
    sa.PrimaryKeyConstraint('persoon_ref', 'gemeente', name=op.f('pk_persoon'))
    )
    op.create_table('toekenning',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('persoon_ref', sa.Uuid(), nullable=False),
    sa.Column('traject_id', sa.Uuid(), nullable=True),
    sa.Column('status', sa.String(length=12), nullable=False),
    sa.Column('versie', sa.Integer(), nullable=False),
    sa.Column('product', sa.String(length=40), nullable=False),
    sa.Column('re_integratie', sa.Boolean(), nullable=False),
    sa.Column('post', sa.String(length=40), nullable=False),
    sa.Column('plafond', sa.String(length=40), nullable=True),
    sa.Column('plafond_regel', sa.String(length=40), nullable=True),
    sa.Column('plafond_bron', sa.String(length=300), nullable=True),
    sa.Column('fonds', sa.String(length=10), nullable=False),
    sa.Column('bedrag_centen', sa.BigInteger(), nullable=False),
    sa.Column('startdatum', sa.Date(), nullable=False),
    sa.Column('einddatum', sa.Date(), nullable=True),
    sa.Column('besluitdatum', sa.Date(), nullable=False),
    sa.Column('kosten', sa.JSON(), nullable=False),
    sa.Column('toetsing', sa.JSON(), nullable=False),
    sa.Column('antwoord', sa.JSON(none_as_null=True), nullable=True),
    sa.Column('gestart_op', sa.Date(), nullable=True),
    sa.Column('geeindigd_op', sa.Date(), nullable=True),
    sa.Column('reden', sa.String(length=20), nullable=True),
    sa.Column('gemeente', sa.String(length=6), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_toekenning'))
    )
    with op.batch_alter_table('toekenning', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_toekenning_gemeente'), ['gemeente'], unique=False)
        batch_op.create_index('ix_toekenning_persoon', ['persoon_ref', 'gemeente'], unique=False)

    op.create_table('traject',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('persoon_ref', sa.Uuid(), nullable=False),
    sa.Column('diagnose_id', sa.Uuid(), nullable=False),
    sa.Column('geopend_op', sa.Date(), nullable=False),
    sa.Column('status', sa.String(length=10), nullable=False),
    sa.Column('gemeente', sa.String(length=6), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_traject'))
    )
    with op.batch_alter_table('traject', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_traject_gemeente'), ['gemeente'], unique=False)
        batch_op.create_index(batch_op.f('ix_traject_persoon_ref'), ['persoon_ref'], unique=False)
        batch_op.create_index('ux_traject_open', ['persoon_ref', 'gemeente'], unique=True, postgresql_where=sa.text("status = 'open'"), sqlite_where=sa.text("status = 'open'"))



def downgrade() -> None:
    with op.batch_alter_table('traject', schema=None) as batch_op:
        batch_op.drop_index('ux_traject_open', postgresql_where=sa.text("status = 'open'"), sqlite_where=sa.text("status = 'open'"))
        batch_op.drop_index(batch_op.f('ix_traject_persoon_ref'))
        batch_op.drop_index(batch_op.f('ix_traject_gemeente'))

    op.drop_table('traject')
    with op.batch_alter_table('toekenning', schema=None) as batch_op:
        batch_op.drop_index('ix_toekenning_persoon')
        batch_op.drop_index(batch_op.f('ix_toekenning_gemeente'))

    op.drop_table('toekenning')
    op.drop_table('persoon')
