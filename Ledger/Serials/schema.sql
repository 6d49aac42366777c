create schema if not exists serials;

-- The short number keeps rows and indexes small.
create table if not exists serials.lot (
    id  int  generated always as identity primary key,
    lot text not null unique
);

-- What one event tells of. Written with its serial numbers before the event: those whose batch no event names count as not issued.
create table if not exists serials.batch (
    id           bigint      generated always as identity primary key,
    lot          int         not null references serials.lot,
    sha256       bytea       not null,
    count        int         not null,
    request      text, -- by its Idempotency-Key
    request_hash text,
    stored_at    timestamptz not null default now(),
    unique (lot, sha256)
);

create unique index if not exists batch_by_request on serials.batch (lot, request) where request is not null;

create table if not exists serials.serial (
    lot    int    not null,
    serial text   collate "C" not null, -- the order of the canonical text
    batch  bigint not null,
    primary key (lot, serial) include (batch)
);

-- How often an item's code was looked at on a day of the market. Nothing of who looked.
create table if not exists serials.scan (
    lot      int         not null,
    serial   text        collate "C" not null,
    day      date        not null,
    scans    bigint      not null,
    first_at timestamptz not null,
    primary key (lot, serial, day)
);

-- The last bundle of scans that each process wrote: told with them, so that none is counted twice.
create table if not exists serials.flush (
    process uuid        primary key,
    number  bigint      not null,
    at      timestamptz not null default now()
);

-- What was scanned lately is looked through for copies.
create index if not exists scan_by_day on serials.scan (day);
