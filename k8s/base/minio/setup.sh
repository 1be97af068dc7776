#!/bin/sh
# Makes the buckets, and a user for each program that may do no more than it has to. Run again, it changes nothing.
# Needs mc, MINIO_URL, MINIO_ROOT_USER, MINIO_ROOT_PASSWORD, and <USER>_ACCESS_KEY and <USER>_SECRET_KEY for each user.
set -eu
policies=$(dirname "$0")/policies

until mc alias set geocrop "$MINIO_URL" "$MINIO_ROOT_USER" "$MINIO_ROOT_PASSWORD" >/dev/null 2>&1; do
  echo "Waiting for $MINIO_URL"
  sleep 2
done

for bucket in geocrop-models geocrop-baselines geocrop-results geocrop-datasets geocrop-mlflow geocrop-backups; do
  mc mb --ignore-existing "geocrop/$bucket"
done
# What is overwritten or removed by mistake can be had back for a month.
for bucket in geocrop-models geocrop-datasets geocrop-baselines; do
  mc version enable "geocrop/$bucket"
  mc ilm rule ls "geocrop/$bucket" >/dev/null 2>&1 || mc ilm rule add --noncurrent-expire-days 30 "geocrop/$bucket"
done
mc ilm rule ls geocrop/geocrop-backups >/dev/null 2>&1 || mc ilm rule add --expire-days 30 geocrop/geocrop-backups

for name in server geoserver mlflow analyst backup; do
  upper=$(echo "$name" | tr '[:lower:]' '[:upper:]')
  eval "access=\$${upper}_ACCESS_KEY secret=\$${upper}_SECRET_KEY"
  # shellcheck disable=SC2154 # set by eval
  mc admin user add geocrop "$access" "$secret"
  mc admin policy create geocrop "geocrop-$name" "$policies/$name.json"
  # Attaching what is attached is a fault to mc.
  mc admin policy attach geocrop "geocrop-$name" --user "$access" 2>/dev/null || case $(mc admin policy entities geocrop --user "$access") in
    *"geocrop-$name"*) ;;
    *) echo "The policy geocrop-$name was not attached" >&2 && exit 1 ;;
  esac
done
echo "Buckets and users are there"
