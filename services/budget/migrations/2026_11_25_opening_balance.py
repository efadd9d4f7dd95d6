"""opening balance.

Revision: c15f31e0dda1 (after 7d1f3b52c9a4)
Date: 2026-11-25 19:59:44.892643
"""

import sqlalchemy as sa
from alembic import op

revision = 'c15f31e0dda1'
down_revision = '7d1f3b52c9a4'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('boeking', sa.Column('conversie', sa.Uuid(), nullable=True))
    op.create_index('ix_boeking_conversie', 'boeking', ['conversie'], unique=False)
    op.create_table('beginstand',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('post_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('jaar', sa.SmallInteger(), nullable=False),
    sa.Column('gemeente', sa.String(length=6), nullable=False),
    sa.ForeignKeyConstraint(['post_id'], ['post.id'], name=op.f('fk_beginstand_post_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_beginstand')),
    sa.UniqueConstraint('post_id', 'jaar', name=op.f('uq_beginstand_post_id_jaar'))
    )
    op.create_index(op.f('ix_beginstand_gemeente'), 'beginstand', ['gemeente'], unique=False)


def downgrade() -> None:
    op.drop_index(op.f('ix_beginstand_gemeente'), table_name='beginstand')
    op.drop_table('beginstand')
    op.drop_index('ix_boeking_conversie', table_name='boeking')
    op.drop_column('boeking', 'conversie')
