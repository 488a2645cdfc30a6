-- The pod ledger: a row per attempt, written before the host is asked for. It keeps plain ids, since
-- it outlives its job: what was rented must be found and paid for whatever became of the rest.
create table pods (
  id                       uuid        not null,
  job_id                   bigint      not null,
  run_id                   uuid        not null,
  attempt                  integer     not null,
  installation             text        not null,
  name                     text        not null,
  provider                 text        not null,
  provider_id              text,
  endpoint                 text,
  host                     text,
  gpu_type                 text,
  state                    text        not null,
  failure                  text,
  price_micro_usd_per_hour bigint      not null default 0,
  cost_micro_usd           bigint      not null default 0,
  intended_at              timestamptz not null,
  created_at               timestamptz,
  ready_at                 timestamptz,
  terminating_at           timestamptz,
  settled_at               timestamptz,
  constraint pods_pkey primary key (id),
  constraint pods_run_id_attempt_key unique (run_id, attempt),
  constraint pods_name_key unique (name),
  constraint pods_attempt_check check (attempt > 0),
  constraint pods_state_check
    check (state in ('intended', 'created', 'ready', 'terminating', 'gone', 'lost')),
  constraint pods_created_check check ((provider_id is null) = (created_at is null)),
  constraint pods_settled_check check ((state in ('gone', 'lost')) = (settled_at is not null)),
  constraint pods_money_check check (price_micro_usd_per_hour >= 0 and cost_micro_usd >= 0)
);
create index pods_job_id_idx on pods (job_id);
-- The sweep: what may still exist, and cost.
create index pods_unsettled_idx on pods (installation, intended_at)
  where state not in ('gone', 'lost');
