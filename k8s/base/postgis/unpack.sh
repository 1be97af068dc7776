#!/bin/sh
# Makes DATA/pgdata of what fetch.sh has brought. When PostgreSQL starts next, it goes through the log up to TARGET and is
# then open for writing. What was there is kept as DATA/before-<time> until someone removes it.
set -eu
pgdata=$DATA/pgdata restore=$DATA/restore
if [ -e "$pgdata" ]; then
  [ ! -e "$pgdata/postmaster.pid" ] || { echo "PostgreSQL runs, or did not end well: look at $pgdata/postmaster.pid" >&2 && exit 1; }
  mv "$pgdata" "$DATA/before-$(date -u +%Y-%m-%dT%H%M%SZ)"
fi
mkdir -m 700 "$pgdata"
tar -xzf "$restore/base/base.tar.gz" -C "$pgdata"
{
  echo "restore_command = 'cp $restore/wal/%f %p'"
  # Names of time zones, Z among them, are not known yet when this is read.
  [ -z "$TARGET" ] || echo "recovery_target_time = '${TARGET%Z}+00'"
  echo "recovery_target_action = 'promote'"
} >>"$pgdata/postgresql.auto.conf"
touch "$pgdata/recovery.signal"
