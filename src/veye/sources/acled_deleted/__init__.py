"""Row source `acled_deleted`: ACLED's list of withdrawn events."""
