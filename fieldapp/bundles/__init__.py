"""用U盘带: what waits goes out as a sealed file, comes back answered, and others' is handed on."""
