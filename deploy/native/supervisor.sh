# shellcheck shell=bash
# Debian's supervisord with a configuration, port and log folder of our own, one per instance.

write_supervisor_configuration() {
  private_folder "$SUPERVISOR"
  private "$SUPERVISOR/supervisord.conf" <<CONFIGURATION
[supervisord]
logfile=$(escaped "$LOGS/supervisord.log")
logfile_maxbytes=10MB
logfile_backups=1
pidfile=$(escaped "$SUPERVISOR/pid")
directory=/
umask=077
minfds=4096
$(! is_root || echo user=root)

[inet_http_server]
port=127.0.0.1:$SUPERVISOR_PORT
username=simswarm
password=$SUPERVISOR_PASSWORD

[rpcinterface:supervisor]
supervisor.rpcinterface_factory=supervisor.rpcinterface:make_main_rpcinterface

[supervisorctl]
serverurl=http://127.0.0.1:$SUPERVISOR_PORT
username=simswarm
password=$SUPERVISOR_PASSWORD

[include]
files=servers.conf programs.conf
CONFIGURATION
}

ctl() { /usr/bin/supervisorctl --configuration "$SUPERVISOR/supervisord.conf" "$@"; }

supervisor_pid() { cat "$SUPERVISOR/pid" 2>/dev/null; }

supervisor_runs() {
  local pid
  pid=$(supervisor_pid) && tr '\0' ' ' 2>/dev/null <"/proc/$pid/cmdline" | grep -qF "$SUPERVISOR/supervisord.conf"
}

# The lock of this script is not for the daemon to keep, and make's variables are not for our programs to see.
start_supervisor() {
  env -u MAKEFLAGS -u MAKELEVEL -u MFLAGS "$MARK=$HERE" \
    /usr/bin/supervisord --configuration "$SUPERVISOR/supervisord.conf" </dev/null >"$LOGS/supervisor-start.log" 2>&1 9>&- \
    || broken_service supervisor-start "The supervisor did not start"
}

state_of() { ctl status "$1" 2>/dev/null | awk '{ print $2 }'; }

# Shows the last lines of a service's log and fails with a sentence.
broken_service() {
  tail -n 20 "$LOGS/$1.log" >&2 || true
  fail "$2; the last lines of its log are above, the rest is in $LOGS/$1.log."
}

# processes_with [OPTION…] TEXT: ids of the live processes that have TEXT in their environment, as grep with OPTION finds it.
processes_with() {
  local pid
  grep --files-with-matches --no-messages --null-data --fixed-strings "$@" /proc/[0-9]*/environ \
    | while IFS=/ read -r _ _ pid _; do echo "$pid"; done
}

# What a supervisor of this instance started and still lives.
leftovers() { processes_with --line-regexp "$MARK=$HERE"; }

# gone_within SECONDS COMMAND…: waits until COMMAND prints nothing.
gone_within() {
  local deadline=$((SECONDS + $1))
  shift
  while [ -n "$("$@")" ]; do
    [ $SECONDS -lt $deadline ] || return 1
    sleep 0.1
  done
}

# end_all SECONDS WHAT COMMAND…: ends the processes whose ids COMMAND prints, kindly at first, after SECONDS for good.
end_all() {
  local seconds=$1 what=$2 pids
  shift 2
  mapfile -t pids < <("$@")
  [ ${#pids[@]} -gt 0 ] || return 0
  say "Ending ${#pids[@]} $what."
  kill -TERM "${pids[@]}" 2>/dev/null || true
  gone_within "$seconds" "$@" && return
  mapfile -t pids < <("$@")
  kill -KILL "${pids[@]}" 2>/dev/null || true
  gone_within 5 "$@" || fail "These processes of the stack cannot be ended, please look at them: $("$@" | tr '\n' ' ')"
}

end_leftovers() { end_all 15 "processes that an earlier stack left behind" leftovers; }
