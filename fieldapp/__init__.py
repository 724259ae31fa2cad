"""The application core: domain, encrypted store, services, queries, and the one desk."""
