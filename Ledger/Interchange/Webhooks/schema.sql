create schema if not exists interchange;

-- Where messages are sent. The secret is protected by the keys of this installation.
create table if not exists interchange.webhook (
    id            uuid        primary key,
    organisation  text        not null,
    authority     boolean     not null, -- is told what authorities are told
    url           text        not null,
    types         text[]      not null,
    description   text,
    secret        bytea       not null,
    former_secret bytea,                -- signs too until former_until
    former_until  timestamptz,
    off_at        timestamptz,
    off_why       text        check (off_why in ('asked', 'gone')),
    created_at    timestamptz not null
);
create index if not exists webhook_by_organisation on interchange.webhook (organisation, created_at);
create index if not exists webhook_of_authorities on interchange.webhook (id) where authority;

-- What is told, once, in the words in which it is signed and sent. The key says what it was read from: nothing is told twice.
create table if not exists interchange.webhook_message (
    id   uuid        primary key,
    key  text        not null unique,
    type text        not null,
    at   timestamptz not null,
    body text        not null
);
create index if not exists webhook_message_by_time on interchange.webhook_message (at);

-- One message on its way to one endpoint. While it is pending, due_at says when it is tried next; whoever tries moves that on first, as a
-- lease: if nothing is heard of the try, another one follows.
create table if not exists interchange.webhook_delivery (
    id         uuid        primary key,
    message    uuid        not null references interchange.webhook_message on delete cascade,
    endpoint   uuid        not null references interchange.webhook on delete cascade,
    state      text        not null check (state in ('pending', 'delivered', 'dead')),
    created_at timestamptz not null,
    attempts   int         not null default 0,
    due_at     timestamptz not null,
    lease      uuid,
    tried_at   timestamptz,
    ended_at   timestamptz,
    status     int,  -- of the last answer
    fault      text, -- why the last try failed
    answer     text  -- how the last answer begins
);
create index if not exists webhook_delivery_due on interchange.webhook_delivery (due_at) where state = 'pending';
create index if not exists webhook_delivery_due_at_endpoint on interchange.webhook_delivery (endpoint, due_at) where state = 'pending';
create index if not exists webhook_delivery_dead on interchange.webhook_delivery (endpoint) where state = 'dead';
create index if not exists webhook_delivery_by_endpoint on interchange.webhook_delivery (endpoint, created_at desc, id desc);
create index if not exists webhook_delivery_by_message on interchange.webhook_delivery (message);
create index if not exists webhook_delivery_ended on interchange.webhook_delivery (state, ended_at) where state <> 'pending';

-- How far each source was read. The row is locked meanwhile: of several processes one reads a source.
create table if not exists interchange.webhook_progress (
    source   text   primary key,
    position bigint not null default 0
);

-- What happened in tables that have no log of their own. Written in the transaction of what happened and deleted in the one that tells it, so
-- that nothing is missed, however late it was committed.
create table if not exists interchange.webhook_noted (
    number bigint      generated always as identity primary key,
    source text        not null,
    what   text        not null,
    row    jsonb       not null,
    at     timestamptz not null default now()
);
create index if not exists webhook_noted_by_source on interchange.webhook_noted (source, number);

-- Arguments: the source, what happened, and the columns that it needs to know. No others: people stand in some of these tables.
create or replace function interchange.note_for_webhooks() returns trigger language plpgsql as $$
begin
    insert into interchange.webhook_noted (source, what, row)
    select tg_argv[0], tg_argv[1], coalesce(jsonb_object_agg(c.key, c.value), '{}')
    from jsonb_each(case when tg_op = 'DELETE' then to_jsonb(old) else to_jsonb(new) end) c where c.key = any(tg_argv[2:]);
    return null;
end $$;

create or replace trigger webhook_notice after insert on inspection.recall_notice
    for each row execute function interchange.note_for_webhooks('recalls', 'notice', 'recall', 'organisation');
create or replace trigger webhook_acknowledged after update on inspection.recall_notice
    for each row when (old.acknowledged_at is null and new.acknowledged_at is not null)
    execute function interchange.note_for_webhooks('recalls', 'acknowledged', 'recall', 'organisation');
create or replace trigger webhook_state after update on inspection.recall
    for each row when (old.state is distinct from new.state) execute function interchange.note_for_webhooks('recalls', 'state', 'id', 'state');
create or replace trigger webhook_answer after insert on reports.answer
    for each row execute function interchange.note_for_webhooks('reports', 'answer', 'report', 'number', 'status');
create or replace trigger webhook_sighting after insert on inspection.sighting
    for each row execute function interchange.note_for_webhooks('signals', 'sighting', 'id', 'kind', 'lot', 'city');
create or replace trigger webhook_task after insert on inspection.task
    for each row execute function interchange.note_for_webhooks('tasks', 'state', 'id', 'state', 'version');
create or replace trigger webhook_task_state after update on inspection.task
    for each row when (old.state is distinct from new.state) execute function interchange.note_for_webhooks('tasks', 'state', 'id', 'state', 'version');
create or replace trigger webhook_alarm_raised after insert on lotmark.alarm
    for each row execute function interchange.note_for_webhooks('alarms', 'raised', 'code', 'message', 'since');
create or replace trigger webhook_alarm_over after delete on lotmark.alarm
    for each row execute function interchange.note_for_webhooks('alarms', 'over', 'code', 'message', 'since');

-- Warnings that stand, and since when: each is told once while it does.
create table if not exists interchange.webhook_warning (
    key     text        primary key,
    since   timestamptz not null,
    seen_at timestamptz not null
);
