-- An event that a user put into a run. Its text is here; a workflow only ever sees the id.
create table injections (
  id         uuid        not null,
  run_id     uuid        not null,
  text       text        not null,
  created_at timestamptz not null,
  round      integer,
  constraint injections_pkey primary key (id),
  constraint injections_run_id_fkey foreign key (run_id) references runs (id) on delete cascade,
  constraint injections_text_check check (text <> '' and char_length(text) <= 2000),
  constraint injections_round_check check (round > 0)
);
create index injections_run_id_idx on injections (run_id, created_at, id);
