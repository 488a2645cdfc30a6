# shellcheck shell=bash
# One instance of the stack: its folder, ports, secrets and environment. `run` is what `make run` shows; `test` is thrown away.

INSTANCES='run, test'

# use_instance NAME: everything below is about this one.
use_instance() {
  case ${1:-} in
    run | test) INSTANCE=$1 ;;
    *) fail "Say which instance of the stack is meant: $INSTANCES." ;;
  esac
  HERE=$ROOT/.stack/$INSTANCE
  LOGS=$HERE/log
  SUPERVISOR=$HERE/supervisor
  SERVICES=(postgres redis temporal minio neo4j)
  [ "$INSTANCE" = test ] || SERVICES+=(caddy)
}

# private FILE: stdin becomes FILE, at once and for nobody else's eyes. Untouched when it would not change.
private() {
  local new
  new=$(mktemp "$1.XXXXXX")
  cat >"$new"
  if cmp --silent "$new" "$1"; then rm "$new"; else mv "$new" "$1"; fi
}

private_folder() { mkdir -p "$1" && chmod 700 "$1"; }

# --- ports -------------------------------------------------------------------------------------

PORT_NAMES=(POSTGRES_PORT REDIS_PORT TEMPORAL_PORT MINIO_PORT NEO4J_PORT API_PORT SUPERVISOR_PORT)

# Whether the loopback PORT can be listened on. A browser takes `localhost` for ::1 first, so nobody else may be there either.
port_is_free() {
  python3 - "$1" <<'PYTHON'
import errno, socket, sys
for family, host in ((socket.AF_INET, "127.0.0.1"), (socket.AF_INET6, "::1")):
    try:
        with socket.socket(family) as s:
            s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            s.bind((host, int(sys.argv[1])))
    except OSError as error:
        if error.errno not in (errno.EAFNOSUPPORT, errno.EADDRNOTAVAIL):
            sys.exit(1)
PYTHON
}

# A free port below those that the kernel hands to outgoing connections, which could otherwise take it while we are down.
free_port() {
  local port
  for _ in {1..200}; do
    port=$((RANDOM % 16000 + 16000))
    if [[ " ${taken[*]} " != *" $port "* ]] && port_is_free $port; then
      echo $port
      return
    fi
  done
  fail "No free port was found between 16000 and 32000: please stop something that listens there."
}

# Keeps the ports of last time, except those that somebody else has taken since.
choose_ports() {
  local name taken=()
  # shellcheck disable=SC1091
  [ ! -f "$HERE/ports" ] || . "$HERE/ports"
  for name in "${PORT_NAMES[@]}"; do
    if [ -z "${!name:-}" ] || ! port_is_free "${!name}"; then
      printf -v "$name" %s "$(free_port)"
    fi
    taken+=("${!name}")
  done
  for name in "${PORT_NAMES[@]}"; do echo "$name=${!name}"; done | private "$HERE/ports"
}

remembered_ports() {
  # shellcheck disable=SC1091
  . "$HERE/ports"
}

# --- secrets -----------------------------------------------------------------------------------

make_secrets() {
  if [ ! -f "$HERE/secrets" ]; then
    private "$HERE/secrets" <<SECRETS
POSTGRES_ADMIN_PASSWORD=$(random_hex 24)
POSTGRES_PASSWORD=$(random_hex 24)
MINIO_ROOT_USER=root-$(random_hex 6)
MINIO_ROOT_PASSWORD=$(random_hex 24)
S3_ACCESS_KEY=simswarm-$(random_hex 6)
S3_SECRET_KEY=$(random_hex 20)
NEO4J_PASSWORD=$(random_hex 24)
SECRET_KEY=$(random_hex 32)
INSTALLATION=$(random_hex 5)
SUPERVISOR_PASSWORD=$(random_hex 24)
SECRETS
  fi
  # shellcheck disable=SC1091
  . "$HERE/secrets"
}

# --- environment -------------------------------------------------------------------------------

S3_BUCKET=simswarm
TEMPORAL_NAMESPACE=fishcloud

# Where the browser finds us. The test instance has no Caddy: there the API is asked directly.
public_url() {
  if [ "$INSTANCE" = run ]; then echo "http://localhost:$HTTP_PORT"; else echo "http://127.0.0.1:$API_PORT"; fi
}

# Through Caddy, objects have the page's own origin (see Caddyfile).
s3_public_endpoint() {
  if [ "$INSTANCE" = run ]; then public_url; else echo "http://127.0.0.1:$MINIO_PORT"; fi
}

# Everything that our programs and the tests need to know, and all they are told.
write_environment() {
  private "$HERE/env" <<ENVIRONMENT
DATABASE_URL=postgres://fishcloud:$POSTGRES_PASSWORD@127.0.0.1:$POSTGRES_PORT/fishcloud
REDIS_URL=redis://127.0.0.1:$REDIS_PORT/0
TEMPORAL_ADDRESS=127.0.0.1:$TEMPORAL_PORT
TEMPORAL_NAMESPACE=$TEMPORAL_NAMESPACE
S3_ENDPOINT=http://127.0.0.1:$MINIO_PORT
S3_POD_ENDPOINT=http://127.0.0.1:$MINIO_PORT
S3_PUBLIC_ENDPOINT=$(s3_public_endpoint)
S3_REGION=us-east-1
S3_BUCKET=$S3_BUCKET
S3_ACCESS_KEY=$S3_ACCESS_KEY
S3_SECRET_KEY=$S3_SECRET_KEY
NEO4J_URI=bolt://127.0.0.1:$NEO4J_PORT
NEO4J_USER=neo4j
NEO4J_PASSWORD=$NEO4J_PASSWORD
SECRET_KEY=$SECRET_KEY
INSTALLATION=$INSTALLATION
PUBLIC_URL=$(public_url)
API_LISTEN=127.0.0.1:$API_PORT
PODS_DIR=$HERE/pods
MODEL_ENDPOINT=${MODEL_ENDPOINT:-}
MODEL_NAME=${MODEL_NAME:-}
LOG_FORMAT=text
ENVIRONMENT
}
