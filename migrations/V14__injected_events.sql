-- What a user tells a running simulation, as one value, and the key by which the same telling is known again.
alter table injections
  drop column text,
  add column event jsonb not null,
  add column request_key text,
  add constraint injections_event_check check (jsonb_typeof(event) = 'object'),
  add constraint injections_run_id_request_key_key unique (run_id, request_key);
