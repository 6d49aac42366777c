-- What inspectors are sent to do: published, taken by one of them, carried out on the spot, closed with an assessment. What is found about a lot is an
-- event of the lot as well, written in the same transaction; people and their coordinates stand here alone.
create schema if not exists inspection;

create table if not exists inspection.task (
    id           uuid        primary key,
    version      int         not null, -- number of its newest entry
    state        text        not null check (state in ('open', 'taken', 'onSite', 'closed', 'cancelled')),
    kind         text        not null,
    lot          text,
    gtin         text,
    places       text[]      not null, -- city and district, as they are compared with those of inspectors
    skills       text[]      not null,
    due          date        not null, -- of the market, that day included
    taken_by     text,
    signal       text,                 -- key of the warning it was made of
    sightings    uuid[]      not null,
    published_at timestamptz not null,
    body         jsonb       not null
);
create index if not exists task_by_time on inspection.task (published_at desc, id desc);
create index if not exists task_live on inspection.task (due) where state in ('open', 'taken', 'onSite');
create index if not exists task_by_person on inspection.task (taken_by, published_at desc, id desc);
create index if not exists task_by_lot on inspection.task (lot, published_at desc, id desc);
create index if not exists task_by_signal on inspection.task (signal) where signal is not null;
create index if not exists task_by_sighting on inspection.task using gin (sightings);

-- What happened to it, one after the other.
create table if not exists inspection.task_entry (
    task         uuid  not null references inspection.task on delete cascade,
    number       int   not null,
    request      text  unique, -- by which a request is known again
    request_hash text,
    body         jsonb not null,
    primary key (task, number)
);

-- Where inspectors work and what they can do. Who has no row is offered everything.
create table if not exists inspection.inspector (
    person     text        primary key, -- name of the account, or authority and key
    districts  text[]      not null,
    skills     text[]      not null,
    changed_by text        not null,
    changed_at timestamptz not null
);

-- Whether one of these districts covers one of these places, or lies in it. Six digits are codes of GB/T 2260, in which 330200 covers 330212; names are
-- compared by what is in what, as people write "Ningbo Yinzhou" and "Yinzhou". Where either says nothing, it covers.
create or replace function inspection.covers(districts text[], places text[]) returns boolean language sql immutable as $$
    select districts = '{}' or places = '{}' or exists (
        select from unnest(districts) d, unnest(places) p
        where case when d ~ '^\d{6}$' and p ~ '^\d{6}$'
            then starts_with(p, regexp_replace(d, '(00){1,2}$', '')) or starts_with(d, regexp_replace(p, '(00){1,2}$', ''))
            else position(lower(d) in lower(p)) > 0 or position(lower(p) in lower(d)) > 0 end)
$$;
