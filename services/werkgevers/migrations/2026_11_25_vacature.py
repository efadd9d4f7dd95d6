"""vacature.

Revision: 3d91c5f24822 (after 37b87afee391)
Date: 2026-11-25 16:25:48.062909
"""

import sqlalchemy as sa
from alembic import op

from shared.db.dialect import no_row_security

revision = '3d91c5f24822'
down_revision = '37b87afee391'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('vacature',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('afzender', sa.String(length=80), nullable=False),
    sa.Column('id_vacature', sa.String(length=200), nullable=False),
    sa.Column('versie', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('document', sa.Text(), nullable=True),
    sa.Column('gewijzigd_op', sa.DateTime(timezone=True), nullable=False),
    sa.Column('naam', sa.String(length=120), nullable=True),
    sa.Column('handelsnaam', sa.String(length=500), nullable=True),
    sa.Column('soorten', sa.String(length=12), nullable=False),
    sa.Column('minuten_min', sa.Integer(), nullable=True),
    sa.Column('minuten_max', sa.Integer(), nullable=True),
    sa.Column('sluitingsdatum', sa.Date(), nullable=True),
    sa.Column('sector', sa.String(length=5), nullable=True),
    sa.Column('postcodecijfers', sa.String(length=4), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_vacature')),
    sa.UniqueConstraint('afzender', 'id_vacature', name=op.f('uq_vacature_afzender_id_vacature'))
    )
    with op.batch_alter_table('vacature', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_vacature_sector'), ['sector'], unique=False)
        batch_op.create_index(batch_op.f('ix_vacature_sluitingsdatum'), ['sluitingsdatum'], unique=False)

    op.create_table('vacature_gemeente',
    sa.Column('gemeente', sa.String(length=6), nullable=False),
    sa.Column('vacature_id', sa.Uuid(), nullable=False),
    sa.Column('geplaatst_op', sa.Date(), nullable=False),
    sa.ForeignKeyConstraint(['vacature_id'], ['vacature.id'], name=op.f('fk_vacature_gemeente_vacature_id')),
    sa.PrimaryKeyConstraint('gemeente', 'vacature_id', name=op.f('pk_vacature_gemeente'))
    )
    with op.batch_alter_table('vacature_gemeente', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_vacature_gemeente_vacature_id'), ['vacature_id'], unique=False)



def downgrade() -> None:
    for statement in no_row_security("vacature", op.get_context().dialect.name):
        op.execute(statement)
    with op.batch_alter_table('vacature_gemeente', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_vacature_gemeente_vacature_id'))

    op.drop_table('vacature_gemeente')
    with op.batch_alter_table('vacature', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_vacature_sluitingsdatum'))
        batch_op.drop_index(batch_op.f('ix_vacature_sector'))

    op.drop_table('vacature')
