#!/bin/sh
# Brings pieces of PostgreSQL's log (WAL) from ARCHIVE into the bucket geocrop-backups and removes them here. While the
# store is away they wait. ship.sh once ends when all are there; ship.sh goes on for ever.
set -eu
. "$(dirname "$0")/alias.sh"
while :; do
  failed=
  for piece in "$ARCHIVE"/*/*; do
    case $piece in
      *.part | *'*') continue ;;
    esac
    if mc cp --quiet "$piece" "minio/geocrop-backups/wal/${piece#"$ARCHIVE"/}" >/dev/null; then
      rm "$piece"
    else
      failed=yes
      echo "$piece could not be brought to the store; it is tried again" >&2
      break
    fi
  done
  if [ "${1:-}" = once ]; then
    [ -z "$failed" ]
    exit
  fi
  sleep "${SHIP_INTERVAL:-10}"
done
