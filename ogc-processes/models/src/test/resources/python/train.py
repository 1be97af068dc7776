"""Trains the models of this folder with the Python libraries, and writes what those predict.

    pip install xgboost==3.2.0 lightgbm==4.7.0 catboost==1.2.10 numpy
    python train.py FEATURE_NAMES_FILE

The features are steps of a tenth, so that many rows lie exactly on a border of the trees.
"""
import sys

import catboost
import lightgbm
import numpy
import xgboost

names = open(sys.argv[1]).read().split()
random = numpy.random.default_rng(7)


def rows(count):
    return (numpy.round(random.normal(size=(count, len(names))) * 10) / 10).astype(numpy.float32)


def classes_of(x):
    score = x[:, 0] * 2 + x[:, 7] * x[:, 3] * 2 + x[:, 20]
    return (score > 0).astype(int) + (x[:, 11] > 0.3).astype(int)


train, test = rows(2000), rows(60)
for kind, labels in (("multi", classes_of(train)), ("binary", (classes_of(train) > 0).astype(int))):
    own = names if kind == "multi" else None
    settings = {"n_estimators": 12, "max_depth": 4, "learning_rate": 0.3}
    predicted = []

    model = xgboost.XGBClassifier(**settings)
    model.fit(train, labels)
    booster = model.get_booster()
    booster.feature_names = own
    booster.save_model(f"{kind}-xgboost.ubj")
    predicted.append(model.predict_proba(test))

    model = lightgbm.LGBMClassifier(**settings, num_leaves=9, verbose=-1)
    model.fit(train, labels, feature_name=own or "auto")
    model.booster_.save_model(f"{kind}-lightgbm.txt")
    predicted.append(model.predict_proba(test))

    model = catboost.CatBoostClassifier(iterations=12, depth=4, learning_rate=0.3, verbose=0, random_seed=1,
                                        allow_writing_files=False)
    model.fit(catboost.Pool(train, labels, feature_names=own))
    model.save_model(f"{kind}-catboost.cbm")
    predicted.append(model.predict_proba(test))

    # A line for each row: its features, then the probabilities of the three libraries.
    numpy.savetxt(f"{kind}.csv", numpy.hstack([test, *predicted]), fmt="%.9g", delimiter=",")
