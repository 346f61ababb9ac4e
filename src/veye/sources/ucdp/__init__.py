"""UCDP Georeferenced Event Dataset."""
