#!/bin/sh
# PostgreSQL calls this in its own folder for each finished piece of its log (WAL): archive.sh PATH NAME. It lies in ARCHIVE, on the volume
# of the database, until ship.sh has brought it to the store. Clusters are told apart by their own identifiers, since a new
# one counts from the beginning.
set -eu
cluster=$(pg_controldata --pgdata . | sed -n 's/^Database system identifier: *//p')
mkdir -p "$ARCHIVE/$cluster"
to=$ARCHIVE/$cluster/$2
# After a crash it may come again; another piece of that name would be a fault.
if [ -e "$to" ]; then
  cmp -s "$1" "$to"
  exit
fi
cp "$1" "$to.part"
sync "$to.part"
mv "$to.part" "$to"
