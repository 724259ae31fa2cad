"""What makes a program to hand out from the source tree: a folder, a Debian package, an update."""
