"""Rosters coming in: files read, columns recognised, each row judged, a plan made; no store."""
