"""begroting grootboek and verplichting.

Revision: eaba6c3731eb (after )
Date: 2026-11-24 04:42:54.615418
"""

import sqlalchemy as sa
from alembic import op

from shared.db.dialect import append_only, not_append_only

revision = 'eaba6c3731eb'
down_revision = None
branch_labels = ('budget',)
depends_on = None


JOURNAALREGEL = """create view journaalregel as
select gebeurtenis, regel, 1 as kant, post_id, jaar, debet as rekening, bedrag from boeking
union all
select gebeurtenis, regel, 2, post_id, jaar, credit, -bedrag from boeking"""


def upgrade() -> None:
    op.create_table('bevinding',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=True, nullable=False),
    sa.Column('code', sa.String(length=40), nullable=False),
    sa.Column('jaar', sa.Integer(), nullable=False),
    sa.Column('kenmerk', sa.String(length=60), nullable=False),
    sa.Column('bron', sa.String(length=300), nullable=False),
    sa.Column('post', sa.String(length=40), nullable=True),
    sa.Column('toekenning', sa.Uuid(), nullable=True),
    sa.Column('berekend', sa.BigInteger(), nullable=True),
    sa.Column('gedrukt', sa.BigInteger(), nullable=True),
    sa.Column('gevonden_op', sa.DateTime(timezone=True), nullable=False),
    sa.Column('gemeente', sa.String(length=6), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_bevinding')),
    sa.UniqueConstraint('gemeente', 'code', 'jaar', 'kenmerk', name=op.f('uq_bevinding_gemeente_code_jaar_kenmerk'))
    )
    with op.batch_alter_table('bevinding', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_bevinding_gemeente'), ['gemeente'], unique=False)

    op.create_table('dossier',
    sa.Column('toekenning', sa.Uuid(), nullable=False),
    sa.Column('gemeente', sa.String(length=6), nullable=False),
    sa.Column('versie', sa.Integer(), nullable=False),
    sa.Column('status', sa.String(length=12), nullable=False),
    sa.Column('besluitjaar', sa.SmallInteger(), nullable=False),
    sa.Column('post', sa.String(length=40), nullable=True),
    sa.Column('reden', sa.String(length=40), nullable=True),
    sa.PrimaryKeyConstraint('toekenning', name=op.f('pk_dossier'))
    )
    with op.batch_alter_table('dossier', schema=None) as batch_op:
        batch_op.create_index('ix_dossier_gemeente_status', ['gemeente', 'status'], unique=False)

    op.create_table('post',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=True, nullable=False),
    sa.Column('code', sa.String(length=40), nullable=False),
    sa.Column('naam', sa.String(length=300), nullable=False),
    sa.Column('eenheid', sa.String(length=8), nullable=False),
    sa.Column('fonds', sa.String(length=8), nullable=False),
    sa.Column('modus', sa.String(length=12), nullable=False),
    sa.Column('modus_regel', sa.String(length=40), nullable=False),
    sa.Column('modus_bron', sa.String(length=300), nullable=False),
    sa.Column('deel_van', sa.String(length=40), nullable=True),
    sa.Column('einde', sa.Date(), nullable=True),
    sa.Column('regel', sa.String(length=40), nullable=False),
    sa.Column('bron', sa.String(length=300), nullable=False),
    sa.Column('status', sa.String(length=12), nullable=False),
    sa.Column('gemeente', sa.String(length=6), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_post')),
    sa.UniqueConstraint('gemeente', 'code', name=op.f('uq_post_gemeente_code'))
    )
    with op.batch_alter_table('post', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_post_gemeente'), ['gemeente'], unique=False)

    op.create_table('budgethoudersbesluit',
    sa.Column('toekenning', sa.Uuid(), nullable=False),
    sa.Column('besluit', sa.String(length=12), nullable=False),
    sa.Column('reden', sa.Text(), nullable=False),
    sa.Column('door', sa.String(length=80), nullable=False),
    sa.Column('besloten_op', sa.DateTime(timezone=True), nullable=False),
    sa.Column('overschrijding', sa.BigInteger(), nullable=False),
    sa.Column('gemeente', sa.String(length=6), nullable=False),
    sa.ForeignKeyConstraint(['toekenning'], ['dossier.toekenning'], name=op.f('fk_budgethoudersbesluit_toekenning')),
    sa.PrimaryKeyConstraint('toekenning', name=op.f('pk_budgethoudersbesluit'))
    )
    with op.batch_alter_table('budgethoudersbesluit', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_budgethoudersbesluit_gemeente'), ['gemeente'], unique=False)

    op.create_table('plafond',
    sa.Column('post_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('vanaf_jaar', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('tot_jaar', sa.Integer(), nullable=True),
    sa.Column('aantal', sa.Integer(), nullable=False),
    sa.Column('gemeente', sa.String(length=6), nullable=False),
    sa.CheckConstraint('aantal >= 0', name=op.f('ck_plafond_aantal')),
    sa.CheckConstraint('tot_jaar is null or tot_jaar >= vanaf_jaar', name=op.f('ck_plafond_jaren')),
    sa.ForeignKeyConstraint(['post_id'], ['post.id'], name=op.f('fk_plafond_post_id')),
    sa.PrimaryKeyConstraint('post_id', 'vanaf_jaar', name=op.f('pk_plafond'))
    )
    with op.batch_alter_table('plafond', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_plafond_gemeente'), ['gemeente'], unique=False)

    op.create_table('saldo',
    sa.Column('post_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('jaar', sa.SmallInteger(), autoincrement=False, nullable=False),
    sa.Column('gemeente', sa.String(length=6), nullable=False),
    sa.Column('weigeren', sa.Boolean(), nullable=False),
    sa.Column('begroot', sa.BigInteger(), nullable=True),
    sa.Column('verplicht', sa.BigInteger(), server_default='0', nullable=False),
    sa.Column('gerealiseerd', sa.BigInteger(), server_default='0', nullable=False),
    sa.Column('overschrijding', sa.BigInteger(), server_default='0', nullable=False),
    sa.Column('volgnummer', sa.BigInteger(), server_default='0', nullable=False),
    sa.Column('keten', sa.LargeBinary(), nullable=False),
    sa.CheckConstraint('not weigeren or coalesce(begroot, 0) - verplicht - gerealiseerd + overschrijding >= 0', name=op.f('ck_saldo_niet_boven_begroting')),
    sa.CheckConstraint('verplicht >= 0 and overschrijding >= 0', name=op.f('ck_saldo_niet_negatief')),
    sa.ForeignKeyConstraint(['post_id'], ['post.id'], name=op.f('fk_saldo_post_id')),
    sa.PrimaryKeyConstraint('post_id', 'jaar', name=op.f('pk_saldo'))
    )
    op.create_table('verplichting',
    sa.Column('toekenning', sa.Uuid(), nullable=False),
    sa.Column('post_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=False, nullable=False),
    sa.Column('jaar', sa.SmallInteger(), autoincrement=False, nullable=False),
    sa.Column('gemeente', sa.String(length=6), nullable=False),
    sa.Column('toegekend', sa.BigInteger(), nullable=False),
    sa.Column('open', sa.BigInteger(), nullable=False),
    sa.CheckConstraint('open >= 0 and open <= toegekend', name=op.f('ck_verplichting_open')),
    sa.CheckConstraint('toegekend > 0', name=op.f('ck_verplichting_toegekend')),
    sa.ForeignKeyConstraint(['toekenning'], ['dossier.toekenning'], name=op.f('fk_verplichting_toekenning')),
    sa.PrimaryKeyConstraint('toekenning', 'post_id', 'jaar', name=op.f('pk_verplichting'))
    )
    with op.batch_alter_table('verplichting', schema=None) as batch_op:
        batch_op.create_index('ix_verplichting_post_id_jaar', ['post_id', 'jaar'], unique=False)

    op.create_table('boeking',
    sa.Column('post_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=False, nullable=False),
    sa.Column('jaar', sa.SmallInteger(), autoincrement=False, nullable=False),
    sa.Column('volgnummer', sa.BigInteger(), autoincrement=False, nullable=False),
    sa.Column('gemeente', sa.String(length=6), nullable=False),
    sa.Column('gebeurtenis', sa.Uuid(), nullable=False),
    sa.Column('regel', sa.SmallInteger(), nullable=False),
    sa.Column('debet', sa.SmallInteger(), nullable=False),
    sa.Column('credit', sa.SmallInteger(), nullable=False),
    sa.Column('bedrag', sa.BigInteger(), nullable=False),
    sa.Column('overschrijding', sa.BigInteger(), nullable=False),
    sa.Column('toekenning', sa.Uuid(), nullable=True),
    sa.Column('boekdatum', sa.Date(), nullable=False),
    sa.Column('geboekt_op', sa.DateTime(timezone=True), nullable=False),
    sa.Column('keten', sa.LargeBinary(), nullable=False),
    sa.CheckConstraint('bedrag > 0', name=op.f('ck_boeking_bedrag')),
    sa.CheckConstraint('debet <> credit', name=op.f('ck_boeking_twee_rekeningen')),
    sa.CheckConstraint('debet between 1 and 4 and credit between 1 and 4', name=op.f('ck_boeking_rekening')),
    sa.ForeignKeyConstraint(['post_id', 'jaar'], ['saldo.post_id', 'saldo.jaar'], name=op.f('fk_boeking_post_id_jaar')),
    sa.PrimaryKeyConstraint('post_id', 'jaar', 'volgnummer', name=op.f('pk_boeking')),
    sa.UniqueConstraint('gebeurtenis', 'regel', name=op.f('uq_boeking_gebeurtenis_regel'))
    )
    with op.batch_alter_table('boeking', schema=None) as batch_op:
        batch_op.create_index('ix_boeking_toekenning', ['toekenning'], unique=False)


    op.execute(JOURNAALREGEL)
    for statement in append_only("boeking", op.get_context().dialect.name):
        op.execute(statement)


def downgrade() -> None:
    for statement in not_append_only("boeking", op.get_context().dialect.name):
        op.execute(statement)
    op.execute("drop view journaalregel")
    with op.batch_alter_table('boeking', schema=None) as batch_op:
        batch_op.drop_index('ix_boeking_toekenning')

    op.drop_table('boeking')
    with op.batch_alter_table('verplichting', schema=None) as batch_op:
        batch_op.drop_index('ix_verplichting_post_id_jaar')

    op.drop_table('verplichting')
    op.drop_table('saldo')
    with op.batch_alter_table('plafond', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_plafond_gemeente'))

    op.drop_table('plafond')
    with op.batch_alter_table('budgethoudersbesluit', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_budgethoudersbesluit_gemeente'))

    op.drop_table('budgethoudersbesluit')
    with op.batch_alter_table('post', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_post_gemeente'))

    op.drop_table('post')
    with op.batch_alter_table('dossier', schema=None) as batch_op:
        batch_op.drop_index('ix_dossier_gemeente_status')

    op.drop_table('dossier')
    with op.batch_alter_table('bevinding', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_bevinding_gemeente'))

    op.drop_table('bevinding')
