"""plan and nazorgcontact.

Revision: 443513494eae (after 4a5eedd6cad8)
Date: 2026-11-25 16:59:31.322661
"""

import sqlalchemy as sa
from alembic import op

revision = '443513494eae'
down_revision = '4a5eedd6cad8'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('nazorgcontact',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('uitstroom_id', sa.Uuid(), nullable=False),
    sa.Column('soort', sa.String(length=40), nullable=False),
    sa.Column('vanaf', sa.Date(), nullable=False),
    sa.Column('uiterlijk', sa.Date(), nullable=False),
    sa.Column('afgerond_op', sa.Date(), nullable=True),
    sa.Column('vervallen_op', sa.Date(), nullable=True),
    sa.Column('gemeente', sa.String(length=6), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_nazorgcontact'))
    )
    with op.batch_alter_table('nazorgcontact', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_nazorgcontact_gemeente'), ['gemeente'], unique=False)
        batch_op.create_index(batch_op.f('ix_nazorgcontact_uiterlijk'), ['uiterlijk'], unique=False)
        batch_op.create_index(batch_op.f('ix_nazorgcontact_uitstroom_id'), ['uitstroom_id'], unique=False)

    op.create_table('plan',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('traject_id', sa.Uuid(), nullable=False),
    sa.Column('versie', sa.Integer(), nullable=False),
    sa.Column('status', sa.String(length=12), nullable=False),
    sa.Column('medewerker', sa.String(length=40), nullable=True),
    sa.Column('delen', sa.JSON(), nullable=False),
    sa.Column('geopend_op', sa.Date(), nullable=False),
    sa.Column('vastgesteld_op', sa.Date(), nullable=True),
    sa.Column('volgende_evaluatie', sa.Date(), nullable=True),
    sa.Column('gemeente', sa.String(length=6), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_plan')),
    sa.UniqueConstraint('traject_id', name=op.f('uq_plan_traject_id'))
    )
    with op.batch_alter_table('plan', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_plan_gemeente'), ['gemeente'], unique=False)
        batch_op.create_index(batch_op.f('ix_plan_volgende_evaluatie'), ['volgende_evaluatie'], unique=False)

    op.create_table('planevaluatie',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('plan_id', sa.Uuid(), nullable=False),
    sa.Column('datum', sa.Date(), nullable=False),
    sa.Column('doelen_wijzigen', sa.Boolean(), nullable=False),
    sa.Column('gemeente', sa.String(length=6), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_planevaluatie'))
    )
    with op.batch_alter_table('planevaluatie', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_planevaluatie_gemeente'), ['gemeente'], unique=False)
        batch_op.create_index(batch_op.f('ix_planevaluatie_plan_id'), ['plan_id'], unique=False)



def downgrade() -> None:
    with op.batch_alter_table('planevaluatie', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_planevaluatie_plan_id'))
        batch_op.drop_index(batch_op.f('ix_planevaluatie_gemeente'))

    op.drop_table('planevaluatie')
    with op.batch_alter_table('plan', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_plan_volgende_evaluatie'))
        batch_op.drop_index(batch_op.f('ix_plan_gemeente'))

    op.drop_table('plan')
    with op.batch_alter_table('nazorgcontact', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_nazorgcontact_uitstroom_id'))
        batch_op.drop_index(batch_op.f('ix_nazorgcontact_uiterlijk'))
        batch_op.drop_index(batch_op.f('ix_nazorgcontact_gemeente'))

    op.drop_table('nazorgcontact')
