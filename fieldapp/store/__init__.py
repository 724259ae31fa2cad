"""The store: one encrypted file, one thread that uses it, and the keys that open it."""
