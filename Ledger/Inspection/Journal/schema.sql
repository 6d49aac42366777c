-- What inspectors looked up and did. Rows are added and never changed.
create schema if not exists inspection;

create table if not exists inspection.journal (
    id           bigint generated always as identity primary key,
    at           timestamptz not null,
    organisation text        not null,
    who          text        not null, -- name of the account, or label of the key
    account      uuid,                 -- null for keys
    operation    text        not null,
    method       text        not null,
    target       text        not null  -- path and query, as asked
);
create index if not exists journal_by_account on inspection.journal (account, id desc);

create or replace function inspection.keep() returns trigger language plpgsql as $$
begin
    raise exception 'what inspectors looked up is not changed';
end $$;
create or replace trigger keep before update or delete or truncate on inspection.journal for each statement execute function inspection.keep();
