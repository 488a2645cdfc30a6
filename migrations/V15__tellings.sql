-- Of several runs of a job, which were told of an event, and in which round. The round of the injection itself is the one of
-- the first run that was told: later ones are told in the same.
create table tellings (
  injection_id uuid    not null,
  run_id       uuid    not null,
  round        integer not null,
  constraint tellings_pkey primary key (injection_id, run_id),
  constraint tellings_injection_id_fkey
    foreign key (injection_id) references injections (id) on delete cascade,
  constraint tellings_run_id_fkey foreign key (run_id) references runs (id) on delete cascade,
  constraint tellings_round_check check (round > 0)
);
create index tellings_run_id_idx on tellings (run_id);
insert into tellings (injection_id, run_id, round)
  select id, run_id, round from injections where round is not null;
