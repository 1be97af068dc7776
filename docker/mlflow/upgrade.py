"""Brings MLflow's database to the version of this image. An empty one is left to the server, which makes its tables."""
import os
import subprocess

import sqlalchemy

uri = os.environ["MLFLOW_BACKEND_STORE_URI"]
if sqlalchemy.inspect(sqlalchemy.create_engine(uri)).has_table("experiments"):
    subprocess.run(["mlflow", "db", "upgrade", uri], check=True)
