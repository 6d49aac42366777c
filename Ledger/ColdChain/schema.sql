-- Readings lie in monthly partitions, made when the first reading of a month comes (ReadingPartitions). There is no default partition: it
-- would have to be searched each time a month is added.
create schema if not exists coldchain;

-- One device measuring one lot. The short number keeps rows and index small, and a lot's readings together in it.
create table if not exists coldchain.series (
    id     int  generated always as identity primary key,
    lot    text not null,
    device text not null,
    unique (lot, device)
);

-- What one event tells of. Written with its readings before the event: readings whose batch no event names are not served.
create table if not exists coldchain.batch (
    id        bigint      generated always as identity primary key,
    series    int         not null references coldchain.series,
    sha256    bytea       not null,
    location  text,
    first     timestamptz not null,
    last      timestamptz not null,
    stored_at timestamptz not null default now(),
    unique (series, sha256)
);

create table if not exists coldchain.reading (
    at      timestamptz not null,
    batch   bigint      not null,
    series  int         not null,
    tenths  smallint    not null, -- of a degree Celsius
    value   numeric     not null, -- as measured
    uom     text        not null, -- CEL, FAH or KEL
    primary key (series, at, batch)
) partition by range (at);
