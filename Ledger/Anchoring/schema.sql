-- One row a transaction: what was signed, whether it was sent, where it stands. The raw bytes are committed before they are sent.
create schema if not exists anchoring;

create table if not exists anchoring.transaction (
    id            bigint generated always as identity primary key,
    chain_id      bigint      not null,
    contract      text        not null,
    nonce         bigint      not null,
    size          bigint      not null,
    root          bytea       not null check (octet_length(root) = 32),
    previous_size bigint      not null,
    raw           bytea       not null,
    hash          bytea       not null unique check (octet_length(hash) = 32),
    state         text        not null check (state in ('prepared', 'sent', 'mined', 'confirmed', 'final', 'reverted', 'lost')),
    prepared_at   timestamptz not null default now(),
    block_number  bigint,
    block_hash    bytea,
    mined_at      timestamptz,
    final_at      timestamptz,
    error         text
);

create index if not exists transaction_by_size on anchoring.transaction (size) where state in ('mined', 'confirmed', 'final');
