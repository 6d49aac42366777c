-- What shoppers report. The event in the lot's stream tells kind and city, and a salted hash of everything else; that stands here, apart,
-- and can be erased without touching the log.
create schema if not exists reports;

create table if not exists reports.report (
    id          uuid        primary key,
    number      text        not null unique,
    lot         text        not null,
    kind        text        not null,
    city        text,
    district    text,
    language    text        not null,
    reported_at timestamptz not null,
    status      text        not null default 'received',
    changed_at  timestamptz
);

alter table reports.report add column if not exists erased_at timestamptz;

create index if not exists report_kept on reports.report (reported_at) where erased_at is null;
create index if not exists report_newest on reports.report (reported_at desc, id desc);
create index if not exists report_lot on reports.report (lot, reported_at desc, id desc);

-- Of who reported: what was written, how to reach them, the salt of the hash.
create table if not exists reports.content (
    report  uuid  primary key references reports.report on delete cascade,
    salt    bytea not null,
    text    text,
    contact text
);

create table if not exists reports.photo (
    report uuid  primary key references reports.report on delete cascade,
    jpeg   bytea not null
);

-- Compressed already.
alter table reports.photo alter column jpeg set storage external;

create table if not exists reports.answer (
    report       uuid        not null references reports.report on delete cascade,
    number       int         not null,
    status       text        not null,
    zh           text,
    en           text,
    organisation text        not null,
    key          text        not null,
    answered_at  timestamptz not null,
    primary key (report, number)
);
