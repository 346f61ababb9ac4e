"""What ready-made tools make of the same reports: MinHash copies, TF-IDF clusters, plain record linkage.

Every tool gets the best threshold on the very data it is scored on: an advantage that Veye's own figures do not have.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np

from veye.records import Document

Score = Callable[[Mapping[str, str]], float]


def minhash(docs: Sequence[Document], score: Score) -> float:
    """datasketch MinHash over runs of five words, connected copies, best threshold."""
    from datasketch import MinHash, MinHashLSH

    prints = {}
    for doc in docs:
        words = doc.text.casefold().split()
        signature = MinHash(num_perm=64)
        signature.update_batch([" ".join(words[i : i + 5]).encode() for i in range(max(1, len(words) - 4))])
        prints[doc.key] = signature
    best = 0.0
    for threshold in (0.3, 0.5, 0.7):
        index = MinHashLSH(threshold=threshold, num_perm=64)
        name: dict[str, str] = {}
        for key, signature in prints.items():
            found = [name[k] for k in index.query(signature)]
            name[key] = found[0] if found else key
            for other in found[1:]:
                name = {k: name[key] if v == other else v for k, v in name.items()}
            index.insert(key, signature)
        best = max(best, score(name))
    return best


def tfidf(docs: Sequence[Document], score: Score, *, days: int = 30) -> float:
    """scikit-learn TF-IDF, average link over cosine, pairs more than `days` apart kept apart, best threshold."""
    from scipy.cluster.hierarchy import fcluster, linkage
    from scipy.spatial.distance import squareform
    from sklearn.feature_extraction.text import TfidfVectorizer

    matrix = TfidfVectorizer(sublinear_tf=True, strip_accents="unicode").fit_transform([d.text for d in docs])
    distance = 1 - (matrix @ matrix.T).toarray()
    day = np.array([d.published_day.toordinal() if d.published_day else 0 for d in docs])
    distance[np.abs(day[:, None] - day[None, :]) > days] = 1
    np.fill_diagonal(distance, 0)
    tree = linkage(np.clip(squareform(distance, checks=False), 0, None), "average")
    cuts = (fcluster(tree, t, "distance") for t in np.arange(0.5, 0.98, 0.02))
    return max(score({d.key: str(c) for d, c in zip(docs, cut, strict=True)}) for cut in cuts)


def splink(records: Sequence[Mapping[str, object]], score: Score) -> float:
    """Splink with weights learned by its own EM over day, place, killed and wounded, best threshold."""
    import logging

    import pandas as pd
    import splink.comparison_library as cl
    from splink import DuckDBAPI, Linker, SettingsCreator, block_on

    logging.getLogger("splink").setLevel(logging.ERROR)
    settings = SettingsCreator(
        link_type="dedupe_only",
        unique_id_column_name="id",
        comparisons=[
            cl.ExactMatch("week"),
            cl.ExactMatch("place").configure(term_frequency_adjustments=True),
            cl.ExactMatch("killed"),
            cl.ExactMatch("wounded"),
        ],
        blocking_rules_to_generate_predictions=[block_on("week"), block_on("place")],
    )
    api = DuckDBAPI()
    frame = pd.DataFrame(records)
    linker = Linker(api.register(frame), settings, log_level=logging.ERROR)
    linker.training.estimate_u_using_random_sampling(max_pairs=1e5, seed=1)
    linker.training.estimate_parameters_using_expectation_maximisation(block_on("week"))
    linker.training.estimate_parameters_using_expectation_maximisation(block_on("place"))
    predicted = linker.inference.predict()
    best = 0.0
    for threshold in (0.2, 0.5, 0.8, 0.95):
        clusters = linker.clustering.cluster_pairwise_predictions_at_threshold(predicted, threshold)
        table = clusters.as_pandas_dataframe()
        best = max(best, score(dict(zip(table["id"], table["cluster_id"].astype(str), strict=True))))
    return best
