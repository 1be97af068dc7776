#!/bin/sh
# Brings what dump.sh has made to the store, under the time of its end: each moment from then on can be had back.
set -eu
. "$(dirname "$0")/alias.sh"
mc cp --quiet --recursive "$DUMPS/" "minio/geocrop-backups/postgis/$(date -u +%Y-%m-%dT%H%M%SZ)/"
