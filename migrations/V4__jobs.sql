-- What a user asked for. Which status may follow which is a rule of the program (core, job/status.rs).
create table jobs (
  id                   bigint      generated always as identity,
  user_id              bigint      not null,
  document             text        not null,
  question             text        not null,
  tier                 text        not null,
  agents               integer     not null,
  rounds               integer     not null,
  seed                 bigint      not null,
  seed_given           boolean     not null,
  forecast_days        integer     not null,
  enrich_web           boolean     not null,
  enriched_seed        text,
  enrichment_citations jsonb,
  markets_config       jsonb,
  status               text        not null,
  pipeline_stage       smallint,
  reason               text,
  waiting_reason       text,
  report_status        text,
  key_insight          text,
  cost_micro_usd       bigint      not null default 0,
  share_token          text,
  retry_of             bigint,
  created_at           timestamptz not null,
  started_at           timestamptz,
  completed_at         timestamptz,
  cancel_requested_at  timestamptz,
  deleted_at           timestamptz,
  constraint jobs_pkey primary key (id),
  constraint jobs_user_id_fkey foreign key (user_id) references users (id) on delete restrict,
  constraint jobs_tier_fkey foreign key (tier) references model_routing (tier),
  constraint jobs_retry_of_fkey foreign key (retry_of) references jobs (id) on delete set null,
  constraint jobs_share_token_key unique (share_token),
  constraint jobs_document_check check (document <> ''),
  constraint jobs_question_check check (char_length(question) <= 2000),
  constraint jobs_size_check check (agents > 0 and rounds > 0),
  constraint jobs_seed_check check (seed between 0 and 9007199254740991),
  constraint jobs_forecast_days_check check (forecast_days between 1 and 365),
  constraint jobs_status_check check (status in (
    'DRAFT', 'PENDING', 'PROVISIONING', 'RUNNING', 'REPORTING', 'COMPLETED', 'FAILED', 'CANCELLED'
  )),
  constraint jobs_pipeline_stage_check check (pipeline_stage between 0 and 5),
  constraint jobs_report_status_check
    check (report_status in ('pending', 'writing', 'ready', 'failed')),
  constraint jobs_key_insight_check check (char_length(key_insight) <= 200),
  constraint jobs_cost_check check (cost_micro_usd >= 0),
  constraint jobs_completed_at_check
    check ((status in ('COMPLETED', 'FAILED', 'CANCELLED')) = (completed_at is not null))
);
-- A user's list, newest first, and the guard against double submission.
create index jobs_user_id_created_at_idx on jobs (user_id, created_at desc, id desc)
  where deleted_at is null;
create index jobs_retry_of_idx on jobs (retry_of) where retry_of is not null;
-- The sweep over what is under way.
create index jobs_live_idx on jobs (id)
  where status in ('PENDING', 'PROVISIONING', 'RUNNING', 'REPORTING');
