-- Files by their hash, each once, in pieces that are read one at a time. Events hold the hash and everything else about a document.
create schema if not exists documents;

create table if not exists documents.file (
    sha256    bytea       primary key,
    size      bigint      not null,
    stored_at timestamptz not null default now()
);

create table if not exists documents.piece (
    sha256 bytea not null references documents.file on delete cascade,
    number int   not null,
    bytes  bytea not null,
    primary key (sha256, number)
);

-- Pictures and PDFs are compressed already.
alter table documents.piece alter column bytes set storage external;
