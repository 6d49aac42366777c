-- Tells every node which lot's pages are old. A lot's first event needs no notice: of a lot that is not there no page is kept.
create schema if not exists lots;

create or replace function lots.tell_change() returns trigger language plpgsql as $$
begin
    perform pg_notify('lot_changed', new.stream_id);
    return null;
end $$;

create or replace trigger lot_changed after insert on lotmark.mt_events
    for each row when (new.version > 1) execute function lots.tell_change();
