-- A report of a job, one row per time that it was asked for. Whoever holds the lease writes it.
create table reports (
  id          uuid        not null,
  job_id      bigint      not null,
  run_id      uuid        not null,
  generation  integer     not null,
  state       text        not null,
  holder      uuid,
  lease_until timestamptz,
  attempts    integer     not null default 0,
  reason      text,
  sections    jsonb       not null default '[]',
  content     jsonb,
  markdown    text,
  created_at  timestamptz not null,
  settled_at  timestamptz,
  constraint reports_pkey primary key (id),
  constraint reports_job_id_fkey foreign key (job_id) references jobs (id) on delete cascade,
  constraint reports_run_id_fkey foreign key (run_id) references runs (id) on delete cascade,
  constraint reports_job_id_generation_key unique (job_id, generation),
  constraint reports_generation_check check (generation > 0 and attempts >= 0),
  constraint reports_state_check check (state in ('pending', 'writing', 'ready', 'failed')),
  constraint reports_lease_check check (
    (state = 'writing') = (holder is not null) and (holder is null) = (lease_until is null)
  ),
  constraint reports_settled_check
    check ((state in ('ready', 'failed')) = (settled_at is not null)),
  constraint reports_ready_check
    check (state <> 'ready' or (content is not null and markdown is not null))
);
create index reports_run_id_idx on reports (run_id);
create index reports_unsettled_idx on reports (created_at) where state in ('pending', 'writing');
