#!/bin/sh
# MinIO with the bucket and the scoped key that our programs use; they never hold the owner's key. Ready when /tmp/ready is there.
set -eu
: "${S3_BUCKET:?}"
secret() { cat "/run/secrets/simswarm/$1"; }
MINIO_ROOT_USER=$(secret root_user)
MINIO_ROOT_PASSWORD=$(secret root_password)
export MINIO_ROOT_USER MINIO_ROOT_PASSWORD MINIO_BROWSER=off MINIO_UPDATE=off MC_CONFIG_DIR=/tmp/mc
rm -f /tmp/ready

# A store that could not be prepared is of no use: it ends, and is started again.
prepare() {
  trap '[ -e /tmp/ready ] || kill $$' EXIT
  until curl -sf http://127.0.0.1:9000/minio/health/live; do sleep 0.2; done
  export "MC_HOST_root=http://$MINIO_ROOT_USER:$MINIO_ROOT_PASSWORD@127.0.0.1:9000"
  cat > /tmp/policy.json <<POLICY
{
  "Version": "2012-10-17",
  "Statement": [
    { "Effect": "Allow", "Action": ["s3:*"], "Resource": ["arn:aws:s3:::$S3_BUCKET", "arn:aws:s3:::$S3_BUCKET/*"] }
  ]
}
POLICY
  mc --quiet mb --ignore-existing "root/$S3_BUCKET"
  mc --quiet admin policy create root simswarm /tmp/policy.json
  mc --quiet admin user add root "$(secret access_key)" "$(secret secret_key)"
  # Attaching what is attached already is refused; the look afterwards tells whether it holds.
  mc --quiet admin policy attach root simswarm --user "$(secret access_key)" || true
  mc admin user info root "$(secret access_key)" | grep -q simswarm
  touch /tmp/ready
}

prepare &
exec minio server /data --quiet
