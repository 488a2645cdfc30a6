-- A job may have several runs that differ in their seed alone; what they say together is its answer.
alter table jobs
  add column replicates integer not null default 1,
  add column ensemble   jsonb,
  add constraint jobs_replicates_check check (replicates between 1 and 32);
