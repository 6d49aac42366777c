-- The log: every committed event gets one leaf, once. Rows of leaf and checkpoint are never updated. Leaves and tiles are committed
-- first and the checkpoint over them right after: state.size is never behind the newest checkpoint, and for a moment ahead of it.
create schema if not exists log;

create table if not exists log.state (
    only_row     boolean primary key default true check (only_row),
    origin       text    not null,
    verifier_key text    not null,
    size         bigint  not null default 0,
    epoch_wanted boolean not null default false -- anchoring asks for an epoch leaf, the sequencer makes it
);

-- Why nothing may be signed, anchored or recorded here; null while all is well. Read by every process on this database.
alter table log.state add column if not exists refused text;

-- How far the lot map has come: the leaves that it covers, and its lots.
alter table log.state add column if not exists map_size bigint not null default 0;
alter table log.state add column if not exists map_lots bigint not null default 0;

-- The map from each lot to its newest entry (the bytes are told in Contracts/Freshness/LotMapPage.cs). Derived from the leaves: lost, it is
-- made again. A page is kept under each epoch that changed it, as long as proofs of that epoch may be asked for.
create table if not exists log.map_page (
    prefix  text collate "C" not null,
    epoch   integer not null,
    content bytea   not null,
    primary key (prefix, epoch)
);
create index if not exists map_page_by_epoch on log.map_page (epoch);

-- The oldest epoch whose map is kept.
alter table log.state add column if not exists map_epoch integer not null default 0;

-- The keys that sign or signed. A later one is introduced by a note that the one before it signed.
create table if not exists log.key (
    vkey         text   primary key,
    first_size   bigint not null,
    last_size    bigint,
    introduction text,
    since        timestamptz not null default now()
);

-- Events without a leaf yet. Sequence numbers have gaps and become visible out of order, so completeness is never
-- read from them: this row is written in the event's own transaction.
create table if not exists log.pending (
    seq_id bigint primary key
);

create table if not exists log.leaf (
    index    bigint  primary key check (index >= 0),
    event_id uuid    unique,
    lot      text    not null,
    version  integer not null,
    hash     bytea   not null check (octet_length(hash) = 32),
    bytes    bytea   not null check (octet_length(bytes) <= 65535),
    unique (lot, version)
);

-- A tile's row grows until it holds 256 hashes; a narrower partial tile is its beginning.
create table if not exists log.tile (
    level  smallint not null,
    index  bigint   not null,
    hashes bytea    not null check (octet_length(hashes) between 32 and 8192),
    primary key (level, index)
);

create table if not exists log.checkpoint (
    size      bigint      primary key,
    root      bytea       not null check (octet_length(root) = 32),
    note      text        not null,
    signed_at timestamptz not null default now()
);

create or replace function log.note_pending() returns trigger language plpgsql as $$
begin
    -- What can't become part of the log must not be acknowledged.
    if exists (select from log.state where refused is not null) then
        raise exception using errcode = 'LM001', message = (select refused from log.state);
    end if;
    -- Marten fills the gaps of failed appends with tombstones. They are no facts, and get no leaf.
    insert into log.pending (seq_id) select seq_id from fresh where stream_id <> 'mt_tombstone';
    notify log_pending;
    return null;
end $$;

-- For each statement, with a transition table: covers every way in, COPY included.
create or replace trigger log_pending after insert on lotmark.mt_events
    referencing new table as fresh for each statement execute function log.note_pending();
