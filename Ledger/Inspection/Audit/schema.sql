-- How far the audit beside the service is, so that a restart goes on: the whole walk that ended last, the one under way, and the one that
-- follows the newest leaves.
create table if not exists lotmark.audit (
    part       text        primary key check (part in ('last', 'walk', 'newest')),
    started_at timestamptz not null,
    noted_at   timestamptz not null,
    next_leaf  bigint      not null,
    last_event bigint      not null,
    mismatches bigint      not null,
    first      text        not null -- the first of them, in words
);

-- When somebody last asked for a whole walk at once.
create table if not exists lotmark.audit_asked (
    only_row boolean primary key default true check (only_row),
    at       timestamptz not null
);
