"""The Qt Quick face on top of the desk."""
