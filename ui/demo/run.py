"""Decides between window and story, and tells in words how it goes."""


def run_demo(*a, **k): ...
