"""abonnementen and the place of events in the log.

Revision: 07d971456a43 (after 248c27fa7cb9)
Date: 2026-11-25 16:22:50.534504
"""

import sqlalchemy as sa
from alembic import op

revision = '07d971456a43'
down_revision = '248c27fa7cb9'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('abonnement',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('client', sa.String(length=80), nullable=False),
    sa.Column('types', sa.JSON(), nullable=False),
    sa.Column('sink', sa.String(length=500), nullable=False),
    sa.Column('secret', sa.String(length=60), nullable=False),
    sa.Column('status', sa.String(length=12), nullable=False),
    sa.Column('position', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('attempts', sa.Integer(), nullable=False),
    sa.Column('next_attempt_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('last_error', sa.String(length=200), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('gemeente', sa.String(length=6), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_abonnement'))
    )
    with op.batch_alter_table('abonnement', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_abonnement_client'), ['client'], unique=False)
        batch_op.create_index(batch_op.f('ix_abonnement_gemeente'), ['gemeente'], unique=False)

    op.create_table('abonnement_opzij',
    sa.Column('abonnement_id', sa.Uuid(), nullable=False),
    sa.Column('position', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('event_id', sa.Uuid(), nullable=False),
    sa.Column('type', sa.String(length=120), nullable=False),
    sa.Column('error', sa.String(length=200), nullable=False),
    sa.Column('set_aside_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('gemeente', sa.String(length=6), nullable=False),
    sa.ForeignKeyConstraint(['abonnement_id'], ['abonnement.id'], name=op.f('fk_abonnement_opzij_abonnement_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('abonnement_id', 'position', name=op.f('pk_abonnement_opzij'))
    )
    with op.batch_alter_table('abonnement_opzij', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_abonnement_opzij_gemeente'), ['gemeente'], unique=False)

    with op.batch_alter_table('outbox', schema=None) as batch_op:
        batch_op.add_column(sa.Column('log_position', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True))
        batch_op.create_index('ix_outbox_log_position', ['log_position'], unique=True)
    # what is published already keeps its order; new places come after the highest of them
    op.execute("update outbox set log_position = id where published_at is not null")



def downgrade() -> None:
    with op.batch_alter_table('outbox', schema=None) as batch_op:
        batch_op.drop_index('ix_outbox_log_position')
        batch_op.drop_column('log_position')

    with op.batch_alter_table('abonnement_opzij', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_abonnement_opzij_gemeente'))

    op.drop_table('abonnement_opzij')
    with op.batch_alter_table('abonnement', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_abonnement_gemeente'))
        batch_op.drop_index(batch_op.f('ix_abonnement_client'))

    op.drop_table('abonnement')
