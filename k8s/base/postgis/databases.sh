#!/usr/bin/env bash
# Runs once, when the volume is new: a database and a user for GeoCrop and for MLflow.
set -euo pipefail
psql -v ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname postgres \
  -v geocrop="$GEOCROP_DATABASE_PASSWORD" -v mlflow="$MLFLOW_DATABASE_PASSWORD" <<'SQL'
CREATE ROLE geocrop LOGIN PASSWORD :'geocrop';
CREATE ROLE mlflow LOGIN PASSWORD :'mlflow';
CREATE DATABASE geocrop OWNER geocrop;
CREATE DATABASE mlflow OWNER mlflow;
REVOKE CONNECT ON DATABASE geocrop, mlflow FROM PUBLIC;
SQL
psql -v ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname geocrop -c 'CREATE EXTENSION postgis'
