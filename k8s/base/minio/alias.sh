#!/bin/sh
# To be sourced: makes the store known to mc as minio. It may still be starting, as may the job that makes its users.
for attempt in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
  mc alias set minio "$MINIO_URL" "$ACCESS_KEY" "$SECRET_KEY" >/dev/null && break
  [ "$attempt" -lt 20 ] || exit 1
  sleep 3
done
