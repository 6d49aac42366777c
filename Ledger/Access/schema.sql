-- Keys to the API. Of a key only its SHA-256 is kept. A revoked one stays: its label stands in the events that it recorded.
create schema if not exists access;

create table if not exists access.key (
    hash         bytea primary key check (length(hash) = 32),
    organisation text  not null,
    label        text  not null,
    role         text  not null,
    created_at   timestamptz not null default now(),
    expires_at   timestamptz,
    revoked_at   timestamptz,
    unique (organisation, label)
);

-- Apart from the keys: it changes all the time, and nobody has to read the keys again for it.
create table if not exists access.key_use (
    hash      bytea primary key references access.key on delete cascade,
    last_used timestamptz not null
);

-- Moves with every change of a key or an organisation, so that each process knows when to read them again.
create table if not exists access.revision (
    only_row boolean primary key default true check (only_row),
    number   bigint  not null default 1
);
insert into access.revision default values on conflict do nothing;

create or replace function access.revise() returns trigger language plpgsql as $$
begin
    update access.revision set number = number + 1;
    return null;
end $$;

create or replace trigger revise after insert or update or delete on access.key for each statement execute function access.revise();
create or replace trigger revise after insert or update or delete on lotmark.mt_doc_organisation for each statement execute function access.revise();

create unique index if not exists organisation_uscc on lotmark.mt_doc_organisation ((data ->> 'uscc'));
create index if not exists location_organisation on lotmark.mt_doc_location ((data ->> 'organisation'), id);
