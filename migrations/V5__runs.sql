-- One execution of the engine for a job. Only what comes from its current attempt counts.
create table runs (
  id               uuid        not null,
  job_id           bigint      not null,
  replicate        integer     not null default 0,
  seed             bigint      not null,
  agents           integer     not null,
  rounds           integer     not null,
  engine_version   text,
  image            text,
  forked_from      uuid,
  fork_round       integer,
  attempt          integer     not null default 0,
  rounds_committed integer     not null default 0,
  last_seq         bigint      not null default 0,
  created_at       timestamptz not null,
  started_at       timestamptz,
  finished_at      timestamptz,
  constraint runs_pkey primary key (id),
  constraint runs_job_id_fkey foreign key (job_id) references jobs (id) on delete cascade,
  constraint runs_forked_from_fkey foreign key (forked_from) references runs (id) on delete set null,
  constraint runs_job_id_replicate_key unique (job_id, replicate),
  constraint runs_seed_check check (seed between 0 and 9007199254740991),
  constraint runs_size_check check (agents > 0 and rounds > 0 and replicate >= 0),
  constraint runs_progress_check
    check (attempt >= 0 and rounds_committed between 0 and rounds and last_seq >= 0),
  constraint runs_fork_check check ((fork_round is null) or (fork_round >= 0))
);
create index runs_forked_from_idx on runs (forked_from) where forked_from is not null;
