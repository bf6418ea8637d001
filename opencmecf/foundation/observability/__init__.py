"""The request log, metrics, and whether the process is well."""
