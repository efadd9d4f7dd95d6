"""identiteit intakegesprek samenvoegen wissen.

Revision: 098bdbd5a8bf (after 0f6460c8d350)
Date: 2026-11-25 16:28:04.814976
"""

import sqlalchemy as sa
from alembic import op

revision = '098bdbd5a8bf'
down_revision = '0f6460c8d350'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('identiteit',
    sa.Column('persoon_ref', sa.Uuid(), nullable=False),
    sa.Column('kid', sa.String(length=40), nullable=False),
    sa.Column('sleutel', sa.LargeBinary(), nullable=False),
    sa.Column('bsn', sa.LargeBinary(), nullable=True),
    sa.Column('bsn_index', sa.LargeBinary(), nullable=True),
    sa.Column('naam', sa.LargeBinary(), nullable=True),
    sa.Column('adres', sa.LargeBinary(), nullable=True),
    sa.Column('gemeente', sa.String(length=6), nullable=False),
    sa.PrimaryKeyConstraint('persoon_ref', name=op.f('pk_identiteit')),
    sa.UniqueConstraint('gemeente', 'bsn_index', name=op.f('uq_identiteit_gemeente_bsn_index'))
    )
    with op.batch_alter_table('identiteit', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_identiteit_gemeente'), ['gemeente'], unique=False)

    op.create_table('intakegesprek',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('persoon_ref', sa.Uuid(), nullable=False),
    sa.Column('medewerker', sa.String(length=40), nullable=False),
    sa.Column('gevoerd_op', sa.Date(), nullable=False),
    sa.Column('inhoud', sa.LargeBinary(), nullable=False),
    sa.Column('elementen', sa.String(length=120), nullable=False),
    sa.Column('vastgesteld', sa.Boolean(), nullable=False),
    sa.Column('compleet', sa.Boolean(), nullable=False),
    sa.Column('vastgelegd_op', sa.DateTime(timezone=True), nullable=False),
    sa.Column('gemeente', sa.String(length=6), nullable=False),
    sa.ForeignKeyConstraint(['persoon_ref'], ['inwoner.persoon_ref'], name=op.f('fk_intakegesprek_persoon_ref')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_intakegesprek'))
    )
    with op.batch_alter_table('intakegesprek', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_intakegesprek_gemeente'), ['gemeente'], unique=False)
        batch_op.create_index(batch_op.f('ix_intakegesprek_persoon_ref'), ['persoon_ref'], unique=False)

    with op.batch_alter_table('inwoner', schema=None) as batch_op:
        batch_op.add_column(sa.Column('vervallen_in', sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column('gewist_op', sa.Date(), nullable=True))
        batch_op.create_index(batch_op.f('ix_inwoner_vervallen_in'), ['vervallen_in'], unique=False)



def downgrade() -> None:
    with op.batch_alter_table('inwoner', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_inwoner_vervallen_in'))
        batch_op.drop_column('gewist_op')
        batch_op.drop_column('vervallen_in')

    with op.batch_alter_table('intakegesprek', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_intakegesprek_persoon_ref'))
        batch_op.drop_index(batch_op.f('ix_intakegesprek_gemeente'))

    op.drop_table('intakegesprek')
    with op.batch_alter_table('identiteit', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_identiteit_gemeente'))

    op.drop_table('identiteit')
