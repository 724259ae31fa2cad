"""The catalogue of records, one module for each part of the work."""
