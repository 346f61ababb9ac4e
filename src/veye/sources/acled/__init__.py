"""ACLED event data, as its subscribers download it."""
