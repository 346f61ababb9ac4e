"""Undercount: how many people stand on no list, from how much several lists overlap."""

from veye.measures.undercount.estimates import Estimate, chao_bound, chao_pairs, chapman, darroch, independence
from veye.measures.undercount.latent import Latent, latent_class
from veye.measures.undercount.loglinear import averaged, stepwise
from veye.measures.undercount.table import (
    Overlap,
    Table,
    overlaps,
    parted,
    read_table,
    table_from_patterns,
    table_from_records,
    table_from_sets,
)

__all__ = [
    "Estimate",
    "Latent",
    "Overlap",
    "Table",
    "averaged",
    "chao_bound",
    "chao_pairs",
    "chapman",
    "darroch",
    "independence",
    "latent_class",
    "overlaps",
    "parted",
    "read_table",
    "stepwise",
    "table_from_patterns",
    "table_from_records",
    "table_from_sets",
]
