# shellcheck shell=bash
# Our own programs in the instance `run`.

# Each is NAME:BINARY, in the order in which they start; a program added here is supervised, logged and stopped like the rest.
PROGRAMS=(app:simswarm-api temporal-worker:simswarm-temporal-worker report-worker:simswarm-report-worker)

# Prepares every store before any program starts.
MIGRATE=simswarm-migrate

BINARIES=$CARGO_TARGET_DIR/debug

binary() {
  [ -x "$BINARIES/$1" ] || fail "The program $1 is not built: please run cargo build --locked --bins (make run does it)."
  echo "$BINARIES/$1"
}

# The sum makes a rebuilt binary a changed program, which the supervisor then restarts.
write_programs() {
  local each name path
  for each in "${PROGRAMS[@]}"; do
    name=${each%%:*}
    path=$(binary "${each##*:}")
    program "$name" 200 "$(quoted "$NATIVE/with-env" "$HERE/env" "$path")" "directory=$(escaped "$HERE")" startretries=100 \
      "environment=BUILD=\"$(cat "$path" "$HERE/env" | sha256sum | cut -c1-16)\""
  done | private "$SUPERVISOR/programs.conf"
}

migrate() {
  local path
  path=$(binary "$MIGRATE")
  say "Preparing the stores."
  (cd "$HERE" && "$NATIVE/with-env" "$HERE/env" "$path") >"$LOGS/migrate.log" 2>&1 || broken_service migrate "The stores could not be prepared"
}

# app answers over HTTP; a worker counts as started once the supervisor has seen it live.
program_healthy() {
  if [ "$1" = app ]; then
    curl --fail --silent --max-time 2 "http://127.0.0.1:$API_PORT/api/health"
  else
    [ "$(state_of "$1")" = RUNNING ]
  fi
}

program_names() { printf '%s\n' "${PROGRAMS[@]%%:*}"; }

# Pods outlive a worker on purpose, and share nothing of its environment: their own names the folder that they keep their state in.
pods() { processes_with "POD_STATE_DIR=$HERE/pods/"; }

end_pods() { end_all 10 pods pods; }
