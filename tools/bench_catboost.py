"""Trains CatBoost and times its own prediction on one core, for `geocrop bench-trees --catboost`. Usage: FOLDER

Prints FILE=ROWS[,FILE=ROWS] for models of 60 and 1,000 rounds: ten classes, 51 features, labels of which 40 % are lots,
as bench-trees trains the other libraries.
"""

import sys
import time

import catboost
import numpy as np

FEATURES, CLASSES, TRAINED, ROWS = 51, 10, 6_000, 1 << 13

random = np.random.default_rng(2)
rows = random.standard_normal((TRAINED, FEATURES), dtype=np.float32)
labels = (rows[:, 0] * 3 + rows[:, 7]).astype(int) % CLASSES
lots = random.random(TRAINED) < 0.4
labels[lots] = random.integers(0, CLASSES, lots.sum())
asked = random.standard_normal((ROWS, FEATURES), dtype=np.float32)
models = []
for rounds in (60, 1_000):
    model = catboost.CatBoostClassifier(iterations=rounds, depth=6, learning_rate=0.1, loss_function="MultiClass",
                                        verbose=False, allow_writing_files=False, random_seed=42)
    model.fit(rows, labels)
    file = f"{sys.argv[1]}/catboost-{rounds}.cbm"
    model.save_model(file)
    model.predict(asked, prediction_type="Probability", thread_count=1)
    began, calls = time.process_time(), 0
    while time.process_time() < began + 4:
        model.predict(asked, prediction_type="Probability", thread_count=1)
        calls += 1
    models.append(f"{file}={ROWS * calls / (time.process_time() - began):.0f}")
print(",".join(models))
