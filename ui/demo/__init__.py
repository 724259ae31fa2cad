"""The demo: an embedded server, real devices, the invented community, and the window or its story."""

from ui.demo.run import run_demo

__all__ = ["run_demo"]
