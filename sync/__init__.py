"""The sync library: records and fields, a server-ordered log per scope, one round at a time."""
