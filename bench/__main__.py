"""Measure everything: `python -m bench`, one JSON line a figure."""

from __future__ import annotations

from bench import door_frames, face_figures, server_figures, store_figures, sync_figures

if __name__ == "__main__":
    store_figures.measure()
    sync_figures.measure()
    face_figures.measure()
    door_frames.measure()
    server_figures.measure()
