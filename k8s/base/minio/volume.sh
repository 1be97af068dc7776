#!/bin/bash
# A volume of files as one archive in the store: volume.sh NAME FOLDER.
set -euo pipefail
. "$(dirname "$0")/alias.sh"
tar -C "$2" --exclude=lost+found --warning=no-file-changed -czf - . \
  | mc pipe --quiet "minio/geocrop-backups/volumes/$1/$(date -u +%Y-%m-%dT%H%M%SZ).tar.gz"
