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
    state         text        not null,
    prepared_at   timestamptz not null default now(),
    block_number  bigint,
    block_hash    bytea,
    mined_at      timestamptz,
    final_at      timestamptz,
    error         text
);

-- Nonces belong to the sender, whichever contract it called. Null: signed before senders were noted.
alter table anchoring.transaction add column if not exists sender text;
alter table anchoring.transaction add column if not exists tip numeric not null default 0;
alter table anchoring.transaction add column if not exists max_fee numeric not null default 0;
alter table anchoring.transaction add column if not exists gas_limit bigint not null default 0;
alter table anchoring.transaction add column if not exists waiting_from bigint not null default 0; -- block from which the wait for a block counts
alter table anchoring.transaction add column if not exists sent_at timestamptz;
alter table anchoring.transaction add column if not exists ended_at timestamptz;

-- Replaced and not kept: the list of states has grown.
alter table anchoring.transaction drop constraint if exists transaction_state_check;
alter table anchoring.transaction add constraint transaction_state_check
    check (state in ('prepared', 'sent', 'mined', 'confirmed', 'final', 'replaced', 'reverted', 'lost'));

create index if not exists transaction_by_size on anchoring.transaction (size) where state in ('mined', 'confirmed', 'final');
create index if not exists transaction_by_nonce on anchoring.transaction (chain_id, sender, nonce);

-- What who anchors saw last, for those who only tell of it.
create table if not exists anchoring.contract (
    chain_id     bigint not null,
    contract     text   not null,
    predecessor  text,
    latest_block bigint not null,
    primary key (chain_id, contract)
);
