-- A job may leave another one after a round: which change it was forked with. Whose run it left is in its own run's row.
alter table jobs
  add column fork jsonb;
