-- People who work at the desk of inspectors. Nothing of this enters an event: there stands the organisation, and "desk".
create schema if not exists access;

create table if not exists access.account (
    id              uuid        primary key default gen_random_uuid(),
    name            text        not null,
    organisation    text        not null,
    role            text        not null,
    password_hash   text        not null,
    password_given  boolean     not null, -- by who made the account: to be changed at the first sign-in
    secret          bytea,                -- of the second factor, protected by the keys of this installation
    secret_proven   boolean     not null default false,
    last_step       bigint      not null default 0, -- of the second factor: a code opens once
    failures        int         not null default 0,
    locked_until    timestamptz,
    created_at      timestamptz not null default now(),
    disabled_at     timestamptz
);
create unique index if not exists account_by_name on access.account (lower(name));

-- Of an account that a provider vouches for, who it is there (OpenID Connect: iss and sub). It has no password, and its name may be any.
alter table access.account add column if not exists issuer text, add column if not exists subject text;
create unique index if not exists account_by_subject on access.account (issuer, subject);

-- Who is signed in. Of what the browser holds only the SHA-256 is kept.
create table if not exists access.session (
    hash       bytea       primary key check (length(hash) = 32),
    account    uuid        not null references access.account on delete cascade,
    ticket     bytea       not null,
    browser    text        not null,
    started_at timestamptz not null,
    seen_at    timestamptz not null,
    expires_at timestamptz not null,
    ended_at   timestamptz
);
create index if not exists session_by_account on access.session (account, started_at desc);
