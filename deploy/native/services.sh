# shellcheck shell=bash
# The servers of the stack. Each has up to four functions: NAME_prepare (before it starts), NAME_program (its lines for the
# supervisor), NAME_healthy, NAME_setup (what it must hold, once healthy). All of them may be repeated.

MARK=SIMSWARM_STACK   # in the environment of every process that our supervisor starts: how leftovers are recognised

# program NAME PRIORITY COMMAND [LINE…]: a supervised program; COMMAND is split as a shell would, further lines are added.
program() {
  local name=$1 priority=$2 command=$3
  shift 3
  cat <<PROGRAM
[program:$name]
command=$command
priority=$priority
autostart=true
autorestart=true
startsecs=1
startretries=10
stopwaitsecs=30
redirect_stderr=true
stdout_logfile=$(escaped "$LOGS/$name.log")
stdout_logfile_maxbytes=10MB
stdout_logfile_backups=1
PROGRAM
  printf '%s\n' "$@" ''
}

# The supervisor expands % itself.
escaped() { printf '%s' "${1//%/%%}"; }

# quoted WORD…: words for the supervisor's command line.
quoted() {
  local word
  for word in "$@"; do printf '"%s" ' "$(escaped "$word")"; done
}

# --- Postgres ----------------------------------------------------------------------------------

postgres_bin() {
  local version
  version=$(cat "$HERE/postgres/PG_VERSION" 2>/dev/null) || version='*'
  compgen -G "/usr/lib/postgresql/$version/bin" | sort -V | tail -n 1
}

# Postgres refuses to run as root: then it is user postgres.
as_postgres() {
  if is_root; then (cd / && runuser -u postgres -- "$@"); else "$@"; fi
}

# User postgres must be able to reach its data. In a clone that is closed to others (below /root, say) the data lives in
# /var/lib/simswarm, behind a link.
postgres_home() {
  if ! is_root || runuser -u postgres -- test -x "$HERE"; then
    echo "$HERE/postgres-data"
  else
    echo "/var/lib/simswarm/$(printf %s "$HERE" | sha256sum | cut -c1-16)"
  fi
}

postgres_prepare() {
  [ ! -e "$HERE/postgres" ] || return 0
  local home password bin
  home=$(postgres_home)
  bin=$(postgres_bin)
  rm -rf "$home"
  private_folder "$home"
  password=$home/password
  printf '%s\n' "$POSTGRES_ADMIN_PASSWORD" | private "$password"
  ! is_root || chown -R postgres:postgres "$home"
  as_postgres "$bin/initdb" --pgdata="$home/data" --username=postgres --pwfile="$password" --auth=scram-sha-256 --encoding=UTF8 \
    --locale=C.UTF-8 --no-sync >"$LOGS/postgres-initdb.log" 2>&1 || broken_service postgres-initdb "Postgres could not make its data folder"
  rm "$password"
  ln -s "$home/data" "$HERE/postgres"
}

postgres_program() {
  local settings=(listen_addresses=127.0.0.1 "port=$POSTGRES_PORT" unix_socket_directories= max_connections=200 timezone=UTC) setting lines=() words
  [ "$INSTANCE" = run ] || settings+=(fsync=off synchronous_commit=off full_page_writes=off)
  words=("$(postgres_bin)/postgres" -D "$(readlink "$HERE/postgres")")
  for setting in "${settings[@]}"; do words+=(-c "$setting"); done
  ! is_root || lines=(user=postgres)
  program postgres 100 "$(quoted "${words[@]}")" stopsignal=INT "${lines[@]}"
}

psql_admin() {
  PGPASSWORD=$POSTGRES_ADMIN_PASSWORD "$(postgres_bin)/psql" --no-psqlrc --quiet --tuples-only --no-align --set=ON_ERROR_STOP=1 \
    --host=127.0.0.1 --port="$POSTGRES_PORT" --username=postgres --dbname=postgres "$@"
}

postgres_healthy() { psql_admin --command='select 1'; }

postgres_setup() {
  local createdb=nocreatedb
  [ "$INSTANCE" = run ] || createdb=createdb
  psql_admin <<SQL
select 'create role fishcloud' where not exists (select from pg_roles where rolname = 'fishcloud') \gexec
alter role fishcloud login $createdb password '$POSTGRES_PASSWORD';
select 'create database fishcloud owner fishcloud' where not exists (select from pg_database where datname = 'fishcloud') \gexec
SQL
}

# --- Redis -------------------------------------------------------------------------------------

redis_prepare() { private_folder "$HERE/redis"; }

redis_program() {
  program redis 100 "$(quoted "$(command -v redis-server)" --bind 127.0.0.1 --port "$REDIS_PORT" --dir "$HERE/redis" --appendonly yes \
    --maxmemory-policy noeviction --set-proc-title no)"
}

redis_healthy() { redis-cli -h 127.0.0.1 -p "$REDIS_PORT" ping | grep -qx PONG; }

# --- Temporal ----------------------------------------------------------------------------------

temporal_prepare() { private_folder "$HERE/temporal"; }

temporal_program() {
  program temporal 100 "$(quoted "$TEMPORAL" server start-dev --headless --ip 127.0.0.1 --port "$TEMPORAL_PORT" --log-level warn \
    --db-filename "$HERE/temporal/temporal.db" --namespace "$TEMPORAL_NAMESPACE")"
}

temporal_healthy() {
  "$TEMPORAL" operator namespace describe --address "127.0.0.1:$TEMPORAL_PORT" --namespace "$TEMPORAL_NAMESPACE" --command-timeout 2s
}

# --- MinIO -------------------------------------------------------------------------------------

minio_prepare() {
  private_folder "$HERE/minio"
  printf '%s\n' "MINIO_ROOT_USER=$MINIO_ROOT_USER" "MINIO_ROOT_PASSWORD=$MINIO_ROOT_PASSWORD" MINIO_BROWSER=off MINIO_UPDATE=off | private "$HERE/minio.env"
}

minio_program() {
  program minio 100 "$(quoted "$NATIVE/with-env" "$HERE/minio.env" "$MINIO" server "$HERE/minio" --address "127.0.0.1:$MINIO_PORT" --quiet)"
}

minio_healthy() { curl --fail --silent --max-time 2 "http://127.0.0.1:$MINIO_PORT/minio/health/live"; }

# The store as its owner (`root`) and with the key that our programs get (`scoped`).
mc() {
  MC_CONFIG_DIR=$HERE/mc MC_DISABLE_PAGER=1 \
    MC_HOST_root=http://$MINIO_ROOT_USER:$MINIO_ROOT_PASSWORD@127.0.0.1:$MINIO_PORT \
    MC_HOST_scoped=http://$S3_ACCESS_KEY:$S3_SECRET_KEY@127.0.0.1:$MINIO_PORT "$MC" --quiet "$@"
}

minio_setup() {
  mc ls "scoped/$S3_BUCKET" >/dev/null 2>&1 && return 0
  private "$HERE/minio-policy.json" <<POLICY
{
  "Version": "2012-10-17",
  "Statement": [
    { "Effect": "Allow", "Action": ["s3:*"], "Resource": ["arn:aws:s3:::$S3_BUCKET", "arn:aws:s3:::$S3_BUCKET/*"] }
  ]
}
POLICY
  mc mb --ignore-existing "root/$S3_BUCKET"
  mc admin policy create root simswarm "$HERE/minio-policy.json"
  mc admin user add root "$S3_ACCESS_KEY" "$S3_SECRET_KEY"
  mc admin policy attach root simswarm --user "$S3_ACCESS_KEY"
  mc ls "scoped/$S3_BUCKET"
}

# --- Neo4j -------------------------------------------------------------------------------------

neo4j_prepare() {
  private_folder "$HERE/neo4j"
  echo "NEO4J_PASSWORD=$NEO4J_PASSWORD" | private "$HERE/neo4j.env"
}

# The quick compiler alone: starting takes a third less work, and our graphs are too small for the slow one to pay.
neo4j_program() {
  program neo4j 100 "$(quoted "$NATIVE/with-env" "$HERE/neo4j.env" "$(command -v java)" -Xms64m -Xmx512m -XX:+UseSerialGC \
    -XX:TieredStopAtLevel=1 -XX:+ExitOnOutOfMemoryError \
    -cp "$NEO4J/launcher:$NEO4J/lib/*" GraphServer "$NEO4J/neo4j.conf" "$HERE/neo4j" 127.0.0.1 "$NEO4J_PORT")"
}

# A Bolt handshake that offers version 4.4: the server answers with the version that it takes.
neo4j_healthy() {
  local answer
  exec 3<>"/dev/tcp/127.0.0.1/$NEO4J_PORT" || return 1
  printf '\x60\x60\xb0\x17\x00\x00\x04\x04\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00' >&3
  answer=$(timeout 2 head -c 4 <&3 | od -An -tx1 | tr -d ' \n')
  exec 3>&-
  [ "$answer" = 00000404 ]
}

# --- Caddy -------------------------------------------------------------------------------------

caddy_prepare() {
  private "$HERE/caddy.env" <<CADDY
SITE_ADDRESS=:$HTTP_PORT
BIND_ADDRESS=127.0.0.1
API_UPSTREAM=127.0.0.1:$API_PORT
S3_UPSTREAM=127.0.0.1:$MINIO_PORT
S3_BUCKET=$S3_BUCKET
PAGE_ROOT=$ROOT/frontend/dist
XDG_DATA_HOME=$HERE/caddy
XDG_CONFIG_HOME=$HERE/caddy
CADDY
}

# The sums make a changed Caddyfile or environment a changed program, which the supervisor then restarts.
caddy_program() {
  program caddy 300 "$(quoted "$NATIVE/with-env" "$HERE/caddy.env" "$CADDY" run --config "$ROOT/Caddyfile" --adapter caddyfile)" \
    "environment=CONFIGURATION=\"$(cat "$ROOT/Caddyfile" "$HERE/caddy.env" | sha256sum | cut -c1-16)\""
}

caddy_healthy() { curl --silent --max-time 2 --output /dev/null "http://127.0.0.1:$HTTP_PORT/"; }
