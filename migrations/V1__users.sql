-- People who sign in.
create table users (
  id                bigint      generated always as identity,
  email             text        not null,
  email_verified_at timestamptz,
  password_hash     text        not null,
  created_at        timestamptz not null,
  constraint users_pkey primary key (id),
  constraint users_email_key unique (email),
  constraint users_email_check check (char_length(email) between 3 and 254)
);
