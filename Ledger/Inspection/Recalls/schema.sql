-- Orders about many lots: proposed with what they would reach, confirmed by a second person, carried out lot by lot, and followed until closed.
create schema if not exists inspection;

create table if not exists inspection.recall (
    id           uuid        primary key,
    kind         text        not null check (kind in ('hold', 'recall')),
    state        text        not null check (state in ('proposed', 'underWay', 'active', 'closed', 'withdrawn')),
    reason       text        not null,
    legal_basis  text,
    scope        jsonb       not null,
    organisation text        not null, -- authority that ordered it
    proposed_by  text        not null, -- account or key: never in an event
    proposed_at  timestamptz not null,
    confirmed_by text,
    confirmed_key text,               -- what stands in the events
    confirmed_at timestamptz,
    ended_by     text,
    ended_at     timestamptz,
    outcome      text
);
create index if not exists recall_by_time on inspection.recall (proposed_at desc, id desc);

-- Which lots, as they were when it was confirmed. Those without a time are still to be stopped.
create table if not exists inspection.recall_lot (
    recall     uuid not null references inspection.recall on delete cascade,
    lot        text not null,
    stopped_at timestamptz,
    refused    text, -- why the lot did not allow it
    primary key (recall, lot)
);
create index if not exists recall_lot_waiting on inspection.recall_lot (recall, lot) where stopped_at is null;

-- Who must know.
create table if not exists inspection.recall_notice (
    recall          uuid not null references inspection.recall on delete cascade,
    organisation    text not null,
    notified_at     timestamptz not null,
    acknowledged_at timestamptz,
    acknowledged_by text,
    note            text,
    primary key (recall, organisation)
);
create index if not exists recall_notice_by_organisation on inspection.recall_notice (organisation, notified_at desc);
