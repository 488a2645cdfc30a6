-- One committed round of a run: where its objects lie, and what they are uncompressed.
create table segments (
  run_id            uuid        not null,
  round             integer     not null,
  attempt           integer     not null,
  seq_from          bigint      not null,
  seq_to            bigint      not null,
  events_key        text        not null,
  events_sha256     text        not null,
  events_length     bigint      not null,
  answers_key       text        not null,
  answers_sha256    text        not null,
  answers_length    bigint      not null,
  operations_key    text        not null,
  operations_sha256 text        not null,
  operations_length bigint      not null,
  snapshot_key      text,
  snapshot_sha256   text,
  snapshot_length   bigint,
  committed_at      timestamptz not null,
  constraint segments_pkey primary key (run_id, round),
  constraint segments_run_id_fkey foreign key (run_id) references runs (id) on delete cascade,
  constraint segments_round_check check (round >= 0 and attempt > 0), -- round 0 holds the cast
  constraint segments_seq_check check (seq_from > 0 and seq_to >= seq_from),
  constraint segments_snapshot_check check (
    (snapshot_key is null) = (snapshot_sha256 is null)
    and (snapshot_key is null) = (snapshot_length is null)
  ),
  constraint segments_hash_check check (
    events_sha256 ~ '^[0-9a-f]{64}$' and answers_sha256 ~ '^[0-9a-f]{64}$'
    and operations_sha256 ~ '^[0-9a-f]{64}$' and snapshot_sha256 ~ '^[0-9a-f]{64}$'
  )
);
-- From an event's number to the segment that holds it.
create index segments_run_id_seq_to_idx on segments (run_id, seq_to);
