-- Something to tell Temporal or Redis, committed together with what it is about. It keeps a plain job
-- id, since a purge is told after the job is gone. `position` orders what concerns one job.
create table outbox (
  id          uuid        not null,
  position    bigint      generated always as identity,
  kind        text        not null,
  subject     bigint      not null,
  payload     jsonb       not null,
  created_at  timestamptz not null,
  lease_until timestamptz,
  attempts    integer     not null default 0,
  last_error  text,
  done_at     timestamptz,
  constraint outbox_pkey primary key (id),
  constraint outbox_kind_check check (kind like '%_._%'),
  constraint outbox_attempts_check check (attempts >= 0)
);
create unique index outbox_open_idx on outbox (subject, position) where done_at is null;
create index outbox_open_position_idx on outbox (position) where done_at is null;
create index outbox_done_at_idx on outbox (done_at) where done_at is not null;

-- Wakes the relays. The message is the kind's family: `workflow` of `workflow.start_simulation`.
create function outbox_notify() returns trigger language plpgsql as $$
begin
  perform pg_notify('outbox', split_part(new.kind, '.', 1));
  return null;
end
$$;
create trigger outbox_notify after insert on outbox
  for each row execute function outbox_notify();
