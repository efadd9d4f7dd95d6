"""productenboek in the database.

Revision: a9f49fdae0db (after 7756bf3f3eea)
Date: 2026-11-25 16:24:40.281910
"""

import sqlalchemy as sa
from alembic import op

revision = 'a9f49fdae0db'
down_revision = '7756bf3f3eea'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('boekversie',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('gemeente', sa.String(length=6), nullable=False),
    sa.Column('nummer', sa.Integer(), nullable=False),
    sa.Column('vanaf', sa.Date(), nullable=False),
    sa.Column('tot', sa.Date(), nullable=True),
    sa.Column('regel', sa.String(length=40), nullable=False),
    sa.Column('bron', sa.String(length=300), nullable=False),
    sa.PrimaryKeyConstraint('id', 'gemeente', name=op.f('pk_boekversie'))
    )
    op.create_table('boekproduct',
    sa.Column('versie_id', sa.Uuid(), nullable=False),
    sa.Column('gemeente', sa.String(length=6), nullable=False),
    sa.Column('code', sa.String(length=40), nullable=False),
    sa.Column('document', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['versie_id', 'gemeente'], ['boekversie.id', 'boekversie.gemeente'], name=op.f('fk_boekproduct_versie_id_gemeente')),
    sa.PrimaryKeyConstraint('versie_id', 'gemeente', 'code', name=op.f('pk_boekproduct'))
    )
    with op.batch_alter_table('toekenning', schema=None) as batch_op:
        batch_op.add_column(sa.Column('boekversie_id', sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column('plaatsing_id', sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column('uitstroom_id', sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column('gevraagd', sa.JSON(none_as_null=True), nullable=True))
        batch_op.create_index(batch_op.f('ix_toekenning_plaatsing_id'), ['plaatsing_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_toekenning_uitstroom_id'), ['uitstroom_id'], unique=False)



def downgrade() -> None:
    with op.batch_alter_table('toekenning', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_toekenning_uitstroom_id'))
        batch_op.drop_index(batch_op.f('ix_toekenning_plaatsing_id'))
        batch_op.drop_column('gevraagd')
        batch_op.drop_column('uitstroom_id')
        batch_op.drop_column('plaatsing_id')
        batch_op.drop_column('boekversie_id')

    op.drop_table('boekproduct')
    op.drop_table('boekversie')
