"""fieldserver: orders the changes of every device and keeps the log of each scope."""
