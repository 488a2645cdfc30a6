-- What went wrong, redacted before it is written: no secret, no document, no parameter of a statement.
create table error_events (
  id           bigint      generated always as identity,
  occurred_at  timestamptz not null,
  source       text        not null,
  message      text        not null,
  trace        text,
  user_id      bigint,
  job_id       bigint,
  request_path text,
  constraint error_events_pkey primary key (id),
  constraint error_events_user_id_fkey foreign key (user_id) references users (id) on delete set null,
  constraint error_events_job_id_fkey foreign key (job_id) references jobs (id) on delete set null,
  constraint error_events_source_check check (source <> '')
);
create index error_events_occurred_at_idx on error_events (occurred_at);
create index error_events_user_id_idx on error_events (user_id) where user_id is not null;
create index error_events_job_id_idx on error_events (job_id) where job_id is not null;
