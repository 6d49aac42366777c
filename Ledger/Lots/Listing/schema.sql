-- The lots as lists and searches show them. Derived from the events, in the order of their leaves: lost, it is made again.
create schema if not exists lots;

create table if not exists lots.listing (
    lot           text collate "C" primary key,
    status        text        not null,
    parties       text[]      not null,
    registered_at timestamptz not null,
    entry_date    date        not null,
    last_day      date,
    origin        text        not null,
    category      text        not null,
    importer      text        not null, -- its unified social credit code
    searched      text        not null, -- what free text is looked for in, lower case
    row           jsonb       not null
);
create index if not exists listing_by_registration on lots.listing (registered_at desc, lot desc);
create index if not exists listing_by_party on lots.listing using gin (parties);
create index if not exists listing_by_entry on lots.listing (entry_date);
create index if not exists listing_by_importer on lots.listing (importer, registered_at desc);

-- Leaves are numbered without gaps: all below this index are in the list.
create table if not exists lots.listed (
    only_row boolean primary key default true check (only_row),
    leaves   bigint not null default 0
);
insert into lots.listed default values on conflict do nothing;
