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
    path=$(binary "${each##*:}") || exit 1
    program "$name" 200 "$(quoted "$NATIVE/with-env" "$HERE/env" "$path")" "directory=$(escaped "$HERE")" startretries=100 \
      "environment=BUILD=\"$(cat "$path" "$HERE/env" | sha256sum | cut -c1-16)\""
  done | private "$SUPERVISOR/programs.conf"
}

migrate() {
  local path
  path=$(binary "$MIGRATE") || exit 1
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

# Process groups of pods, which outlive a worker on purpose: recorded by the worker, and checked, for ids are used again.
pod_groups() {
  local file pid
  for file in "$HERE"/pods/*/pid; do
    [ -f "$file" ] || continue
    pid=$(cat "$file")
    if [[ $pid =~ ^[0-9]+$ ]] && tr '\0' ' ' 2>/dev/null <"/proc/$pid/cmdline" | grep -q simswarm-pod; then echo "$pid"; fi
  done
}

end_pods() {
  local groups group
  mapfile -t groups < <(pod_groups)
  [ ${#groups[@]} -gt 0 ] || return 0
  say "Ending ${#groups[@]} pods."
  for group in "${groups[@]}"; do kill -TERM -- "-$group" 2>/dev/null || true; done
  gone_within 10 pod_groups && return
  for group in $(pod_groups); do kill -KILL -- "-$group" 2>/dev/null || true; done
}
