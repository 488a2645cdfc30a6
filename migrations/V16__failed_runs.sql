-- Why one of a job's several runs was given up: the others go on without it.
alter table runs
  add column failure text,
  add constraint runs_failure_check check (failure is null or finished_at is null);
