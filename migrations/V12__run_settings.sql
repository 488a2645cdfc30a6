-- What a user set about a job's run besides size and seed: planned events, an economy, what feeds are ranked by, how minds
-- are moved. Its shape is a rule of the program (core, run_settings.rs); what is left out is as usual.
alter table jobs
  add column settings jsonb not null default '{}',
  add constraint jobs_settings_check check (jsonb_typeof(settings) = 'object');
