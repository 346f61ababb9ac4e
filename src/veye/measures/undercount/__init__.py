"""Undercount: how many people stand on no list, from how much several lists overlap."""

from veye.measures.undercount.chains import effective_size, r_hat
from veye.measures.undercount.estimate import Undercount, estimate, why_not
from veye.measures.undercount.estimates import Estimate, chao_bound, chao_pairs, chapman, darroch, independence
from veye.measures.undercount.figures import figure, sentence
from veye.measures.undercount.heterogeneity import hidden_class
from veye.measures.undercount.latent import Convergence, Latent, latent_class
from veye.measures.undercount.linkage import combine
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
    "Convergence",
    "Estimate",
    "Latent",
    "Overlap",
    "Table",
    "Undercount",
    "averaged",
    "chao_bound",
    "chao_pairs",
    "chapman",
    "combine",
    "darroch",
    "effective_size",
    "estimate",
    "figure",
    "hidden_class",
    "independence",
    "latent_class",
    "overlaps",
    "parted",
    "r_hat",
    "read_table",
    "sentence",
    "stepwise",
    "table_from_patterns",
    "table_from_records",
    "table_from_sets",
    "why_not",
]
