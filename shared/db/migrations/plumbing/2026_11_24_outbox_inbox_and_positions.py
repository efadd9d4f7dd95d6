"""outbox inbox and positions.

Revision: 248c27fa7cb9 (after )
Date: 2026-11-24 04:42:49.377101
"""

import sqlalchemy as sa
from alembic import op

revision = '248c27fa7cb9'
down_revision = None
branch_labels = ('plumbing',)
depends_on = None


def upgrade() -> None:
    op.create_table('consumer_offset',
    sa.Column('topic', sa.String(length=60), nullable=False),
    sa.Column('partition', sa.Integer(), nullable=False),
    sa.Column('next_offset', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('last_event_id', sa.Uuid(), nullable=True),
    sa.PrimaryKeyConstraint('topic', 'partition', name=op.f('pk_consumer_offset'))
    )
    op.create_table('dead_letter',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=True, nullable=False),
    sa.Column('event_id', sa.Uuid(), nullable=True),
    sa.Column('topic', sa.String(length=60), nullable=False),
    sa.Column('partition', sa.Integer(), nullable=False),
    sa.Column('offset', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('key', sa.LargeBinary(), nullable=True),
    sa.Column('headers', sa.LargeBinary(), nullable=False),
    sa.Column('body', sa.LargeBinary(), nullable=True),
    sa.Column('kind', sa.String(length=12), nullable=False),
    sa.Column('error', sa.String(length=300), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('resolved_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('resolution', sa.String(length=12), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_dead_letter')),
    sa.UniqueConstraint('event_id', name=op.f('uq_dead_letter_event_id')),
    sa.UniqueConstraint('topic', 'partition', 'offset', name=op.f('uq_dead_letter_topic_partition_offset')),
    sqlite_autoincrement=True
    )
    op.create_table('idempotentie',
    sa.Column('client', sa.String(length=80), nullable=False),
    sa.Column('key', sa.String(length=255), nullable=False),
    sa.Column('fingerprint', sa.String(length=64), nullable=False),
    sa.Column('status', sa.Integer(), nullable=True),
    sa.Column('location', sa.String(length=300), nullable=True),
    sa.Column('body', sa.LargeBinary(), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('client', 'key', name=op.f('pk_idempotentie'))
    )
    with op.batch_alter_table('idempotentie', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_idempotentie_created_at'), ['created_at'], unique=False)

    op.create_table('inbox',
    sa.Column('event_id', sa.Uuid(), nullable=False),
    sa.Column('received_at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('event_id', name=op.f('pk_inbox'))
    )
    op.create_table('outbox',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=True, nullable=False),
    sa.Column('event_id', sa.Uuid(), nullable=False),
    sa.Column('topic', sa.String(length=60), nullable=False),
    sa.Column('key', sa.String(length=40), nullable=False),
    sa.Column('type', sa.String(length=120), nullable=False),
    sa.Column('subject', sa.String(length=40), nullable=False),
    sa.Column('gemeente', sa.String(length=6), nullable=False),
    sa.Column('sequence', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('payload', sa.Text(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('published_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('attempts', sa.Integer(), server_default='0', nullable=False),
    sa.Column('last_error', sa.String(length=200), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_outbox')),
    sa.UniqueConstraint('event_id', name=op.f('uq_outbox_event_id')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('outbox', schema=None) as batch_op:
        batch_op.create_index('ix_outbox_todo', ['id'], unique=False, postgresql_where=sa.text('published_at is null'))

    op.create_table('parking',
    sa.Column('topic', sa.String(length=60), nullable=False),
    sa.Column('key', sa.LargeBinary(), nullable=False),
    sa.Column('since', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('topic', 'key', name=op.f('pk_parking'))
    )
    op.create_table('stream',
    sa.Column('key', sa.String(length=40), nullable=False),
    sa.Column('last', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.PrimaryKeyConstraint('key', name=op.f('pk_stream'))
    )


def downgrade() -> None:
    op.drop_table('stream')
    op.drop_table('parking')
    with op.batch_alter_table('outbox', schema=None) as batch_op:
        batch_op.drop_index('ix_outbox_todo', postgresql_where=sa.text('published_at is null'))

    op.drop_table('outbox')
    op.drop_table('inbox')
    with op.batch_alter_table('idempotentie', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_idempotentie_created_at'))

    op.drop_table('idempotentie')
    op.drop_table('dead_letter')
    op.drop_table('consumer_offset')
