-- What stands right now. All processes on this database state and read it; what is over is deleted, the log of the service keeps the past.
create table if not exists lotmark.alarm (
    code    text        primary key,
    message text        not null,
    since   timestamptz not null default now()
);
