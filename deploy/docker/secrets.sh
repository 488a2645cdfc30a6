#!/bin/sh
# Makes every secret of the installation, once: a file that is there is never touched again. Each service sees only its own folder.
set -eu
umask 077

random() { od -An -v -N"$1" -tx1 /dev/urandom | tr -d ' \n'; }

# keep FOLDER NAME VALUE: writes /secrets/FOLDER/NAME unless it is there. Readable inside the one container that mounts the folder.
keep() {
  file=/secrets/$1/$2
  if [ ! -s "$file" ]; then
    printf %s "$3" > "$file.new"
    chmod 444 "$file.new"
    mv "$file.new" "$file"
  fi
}

keep db password "$(random 24)"
keep temporal password "$(random 24)"
keep neo4j auth "neo4j/$(random 24)"
keep minio root_user "root-$(random 6)"
keep minio root_password "$(random 24)"
keep minio access_key "simswarm-$(random 6)"
keep minio secret_key "$(random 20)"

neo4j=$(cat /secrets/neo4j/auth)
keep app database_url "postgres://fishcloud:$(cat /secrets/db/password)@db:5432/fishcloud"
keep app neo4j_password "${neo4j#neo4j/}"
keep app s3_access_key "$(cat /secrets/minio/access_key)"
keep app s3_secret_key "$(cat /secrets/minio/secret_key)"
keep app secret_key "$(random 32)"
keep app installation "$(random 5)"
for folder in app db temporal neo4j minio; do chmod 755 "/secrets/$folder"; done
