-- A signed-in device. Every refresh token that was made for it belongs to one family, its session.
create table sessions (
  id         uuid        not null,
  user_id    bigint      not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  revoked_at timestamptz,
  constraint sessions_pkey primary key (id),
  constraint sessions_user_id_fkey foreign key (user_id) references users (id) on delete cascade,
  constraint sessions_expires_at_check check (expires_at > created_at)
);
create index sessions_user_id_idx on sessions (user_id);
create index sessions_expires_at_idx on sessions (expires_at);

-- Only the SHA-256 of a token is kept. A replaced one stays, so that its second use gives a theft away.
create table refresh_tokens (
  token_hash  bytea       not null,
  session_id  uuid        not null,
  created_at  timestamptz not null,
  replaced_at timestamptz,
  constraint refresh_tokens_pkey primary key (token_hash),
  constraint refresh_tokens_session_id_fkey
    foreign key (session_id) references sessions (id) on delete cascade,
  constraint refresh_tokens_token_hash_check check (octet_length(token_hash) = 32)
);
create index refresh_tokens_session_id_idx on refresh_tokens (session_id);
