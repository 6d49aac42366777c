create schema if not exists interchange;

-- One import of a file, however many requests it took. What is settled is true of the lines up to settled_line, whose bytes are settled_hash.
create table if not exists interchange.import (
    id            uuid        primary key,
    organisation  text        not null,
    key           text        not null,
    content_type  text        not null,
    dry_run       boolean     not null,
    state         text        not null check (state in ('running', 'interrupted', 'done')),
    run           uuid        not null, -- of the request that carries it on: an older one may no longer write
    started_at    timestamptz not null default now(),
    beat_at       timestamptz not null default now(),
    finished_at   timestamptz,
    registered    bigint      not null default 0,
    unchanged     bigint      not null default 0,
    refused       bigint      not null default 0,
    settled_line  bigint      not null default 0,
    settled_bytes bigint      not null default 0,
    settled_hash  bytea       not null
);

create index if not exists import_started on interchange.import (started_at);
create index if not exists import_running on interchange.import (organisation) where state = 'running';

create table if not exists interchange.refusal (
    import uuid   not null references interchange.import on delete cascade,
    line   bigint not null,
    result text   not null, -- as it was answered
    primary key (import, line)
);

-- Lots that a dry run would have registered, so that it knows them when its file names them again. Worth nothing after a crash.
create unlogged table if not exists interchange.rehearsed (
    import uuid not null references interchange.import on delete cascade,
    lot    text not null,
    fact   text not null,
    primary key (import, lot)
);
