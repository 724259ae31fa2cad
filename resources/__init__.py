"""Theme, icons, catalogues and demo data: files, no code."""
