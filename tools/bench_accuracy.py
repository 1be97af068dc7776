"""Scikit-learn's random forest on the tables and folds that `geocrop bench-samples` wrote."""
import math
import sys

import numpy
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import cohen_kappa_score

for name in ("east-africa", "southern-africa"):
    table = numpy.loadtxt(f"{sys.argv[1]}/{name}.csv", delimiter=",", dtype=numpy.float32)
    labels, folds, rows = table[:, 0].astype(int), table[:, 1].astype(int), numpy.nan_to_num(table[:, 2:])
    said = numpy.zeros_like(labels)
    for fold in numpy.unique(folds):
        forest = RandomForestClassifier(n_estimators=500, random_state=42, n_jobs=2)
        forest.fit(rows[folds != fold], labels[folds != fold])
        said[folds == fold] = forest.predict(rows[folds == fold])
    share, n, z = (said == labels).mean(), len(labels), 1.96
    middle = (share + z * z / (2 * n)) / (1 + z * z / n)
    half = z / (1 + z * z / n) * math.sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    print(f"{name}: scikit-learn's random forest accuracy {share:.3f} ({middle - half:.3f} to {middle + half:.3f}), "
          f"kappa {cohen_kappa_score(labels, said):.3f}")
