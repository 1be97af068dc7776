#!/bin/sh
# The buckets' copies on the S3 server of the secret backup-target, off this cluster: buckets.sh out makes them, and removes
# nothing there: a mistake must not reach the copy. buckets.sh back brings them back, and removes nothing here.
set -eu
. "$(dirname "$0")/alias.sh"
mc alias set far "$BACKUP_URL" "$BACKUP_ACCESS_KEY" "$BACKUP_SECRET_KEY" >/dev/null
copies=$(mc ls "far/$BACKUP_BUCKET")
for bucket in geocrop-models geocrop-baselines geocrop-datasets geocrop-results geocrop-mlflow geocrop-backups; do
  case $1 in
    # Blocks of jobs that run can be worked out again.
    out) mc mirror --quiet --overwrite --exclude 'chunks/*' --exclude 'running/*' "minio/$bucket" "far/$BACKUP_BUCKET/$bucket" ;;
    back)
      # A bucket that was empty has no copy, which is a fault to mc.
      case $copies in
        *" $bucket/"*) mc mirror --quiet --overwrite "far/$BACKUP_BUCKET/$bucket" "minio/$bucket" ;;
        *) echo "There is no copy of $bucket" ;;
      esac
      ;;
    *) echo "buckets.sh out, or buckets.sh back" >&2 && exit 2 ;;
  esac
done
