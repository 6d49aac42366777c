-- What people and loggers tell us, in one list. Derived from the leaves of the log and from the scans of item codes; the last three columns
-- alone are ours, and stay when the list is made again.
create schema if not exists inspection;

create table if not exists inspection.sighting (
    id            uuid        primary key,      -- follows from the source
    source        text        not null unique,  -- what it was read from
    kind          text        not null check (kind in ('report', 'excursion', 'discrepancy', 'copied')),
    at            timestamptz not null,         -- when it became known here
    day           date        not null,         -- of the market
    lot           text        not null,
    lot_since     date        not null,         -- day of its registration
    gtin          text        not null,
    city          text,
    district      text,
    location      text,
    organisation  text,
    witness       text        not null,         -- who or what saw it: of one witness, a lot counts once a day
    detail        jsonb       not null,
    set_aside_at  timestamptz,
    set_aside_by  text,
    set_aside_why text
);
create index if not exists sighting_by_time on inspection.sighting (at desc, id desc);
create index if not exists sighting_open on inspection.sighting (at desc, id desc) where set_aside_at is null;
create index if not exists sighting_by_lot on inspection.sighting (lot, at desc, id desc);
create index if not exists sighting_by_product on inspection.sighting (gtin, at desc, id desc);
create index if not exists sighting_by_city on inspection.sighting (city, at desc, id desc);
create index if not exists sighting_by_day on inspection.sighting (day) include (kind, lot, lot_since, gtin, city, district, location, witness);

-- The day from which something could be seen of a product: its first lot's.
create table if not exists inspection.product_since (
    gtin  text collate "C" primary key,
    since date not null
);

-- All leaves below this index are looked through.
create table if not exists inspection.sighted (
    only_row boolean primary key default true check (only_row),
    leaves   bigint  not null default 0
);
insert into inspection.sighted default values on conflict do nothing;

-- All days of scans before this one are.
create table if not exists inspection.copies_sought (
    only_row boolean primary key default true check (only_row),
    since    date    not null default '-infinity'
);
insert into inspection.copies_sought default values on conflict do nothing;
