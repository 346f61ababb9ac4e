"""IOM Displacement Tracking Matrix."""
