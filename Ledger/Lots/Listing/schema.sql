-- The lots as lists and searches show them. Derived from the events, in the order of their leaves: lost, it is made again.
create schema if not exists lots;
create extension if not exists pg_trgm;
create extension if not exists fuzzystrmatch;

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
alter table lots.listing add column if not exists registrant text   not null default '';
alter table lots.listing add column if not exists grams      text[] not null default '{}'; -- what is too short for trigrams: see SearchedText
alter table lots.listing add column if not exists codes      text[] not null default '{}'; -- kind:CODE
alter table lots.listing add column if not exists sealed     text[] not null default '{}'; -- kind:CODE, found by those alone who may know it
create index if not exists listing_by_registration on lots.listing (registered_at desc, lot desc);
create index if not exists listing_by_party on lots.listing using gin (parties);
create index if not exists listing_by_importer on lots.listing (importer, registered_at desc);
create index if not exists listing_by_status on lots.listing (status, registered_at desc, lot desc);
create index if not exists listing_by_origin on lots.listing (origin, registered_at desc, lot desc);
create index if not exists listing_by_entry_day on lots.listing (entry_date desc, lot desc);
create index if not exists listing_by_last_day on lots.listing (coalesce(last_day, 'infinity'), lot);
create index if not exists listing_by_text on lots.listing using gin (searched gin_trgm_ops);
create index if not exists listing_by_gram on lots.listing using gin (grams);
create index if not exists listing_by_code on lots.listing using gin (codes);
create index if not exists listing_by_sealed on lots.listing using gin (sealed);
drop index if exists lots.listing_by_entry;

-- Whether a word is common is told from a sample of the texts: the finer it is, the better the plans.
alter table lots.listing alter column searched set statistics 1000;

-- The words that names are made of: what a mistyped word may have meant.
create table if not exists lots.name_word (
    word text collate "C" primary key
);

-- Leaves are numbered without gaps: all below this index are in the list.
create table if not exists lots.listed (
    only_row boolean primary key default true check (only_row),
    leaves   bigint not null default 0
);
insert into lots.listed default values on conflict do nothing;

-- What a build lists that one before it did not makes it list everything again.
alter table lots.listed add column if not exists form integer not null default 1;
update lots.listed set leaves = 0, form = 2 where form < 2;
