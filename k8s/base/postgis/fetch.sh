#!/bin/sh
# Brings the newest backup that had ended by the moment TARGET, such as 2026-11-27T13:05:00Z, and the log (WAL) from there
# on into DATA/restore. An empty TARGET: the newest of all.
set -eu
. "$(dirname "$0")/alias.sh"
case $TARGET in
  '' | [0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]T[0-9][0-9]:[0-9][0-9]:[0-9][0-9]Z) ;;
  *) echo "TARGET is a time in UTC such as 2026-11-27T13:05:00Z: $TARGET" >&2 && exit 2 ;;
esac
name=$(mc ls minio/geocrop-backups/postgis/ | sed -n 's,.* \([0-9TZ-]*\)/$,\1,p' | sort \
  | awk -v target="$(echo "$TARGET" | tr -d :)" 'target == "" || $0 <= target' | tail -n 1)
[ -n "$name" ] || { echo "No backup had ended by $TARGET" >&2 && exit 1; }
echo "Restoring the backup of $name and the log after it"

restore=$DATA/restore
rm -rf "$restore"
mkdir -p "$restore/wal"
mc cp --quiet --recursive "minio/geocrop-backups/postgis/$name/" "$restore/" >/dev/null
mc cp --quiet --recursive "minio/geocrop-backups/wal/$(cat "$restore/cluster")/" "$restore/wal/" >/dev/null
