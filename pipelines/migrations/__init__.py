"""The steps from one version of the index to the next, in Alembic's form."""
