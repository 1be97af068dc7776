#!/bin/sh
# A backup of the whole cluster into DUMPS, to which its log (WAL) can be added up to any moment, and a dump of each
# database, which can be had back by itself.
set -eu
psql --no-align --tuples-only --dbname postgres --command 'SELECT system_identifier FROM pg_control_system()' >"$DUMPS/cluster"
pg_basebackup --pgdata "$DUMPS/base" --format tar --gzip --wal-method fetch --checkpoint fast
for database in geocrop mlflow; do
  pg_dump --format custom --file "$DUMPS/$database.dump" "$database"
  pg_restore --list "$DUMPS/$database.dump" >/dev/null
done
