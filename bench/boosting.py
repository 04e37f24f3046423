"""CatBoost models as the arrays that `cleaners.trees` evaluates."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Any

import numpy as np

from cleaners.trees import Trees

NEVER = np.float32(np.inf)


def exported(model: Any, depth: int, outputs: int = 1) -> Trees:
    """The trees of a trained CatBoost model; shallower ones get questions that are never answered with yes."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "model.json"
        model.save_model(str(path), format="json")
        data = json.loads(path.read_text("utf-8"))
    trees = data["oblivious_trees"]
    feature = np.zeros((len(trees), depth), np.int32)
    border = np.full((len(trees), depth), NEVER, np.float32)
    leaves = np.zeros((len(trees), 1 << depth, outputs), np.float32)
    weights = np.zeros((len(trees), 1 << depth), np.float32)
    for n, tree in enumerate(trees):
        splits = tree["splits"] or []
        for level, split in enumerate(splits):
            feature[n, level], border[n, level] = split["float_feature_index"], split["border"]
        size = 1 << len(splits)
        leaves[n, :size] = np.array(tree["leaf_values"], np.float32).reshape(size, outputs)
        weights[n, :size] = np.array(tree["leaf_weights"], np.float32) if "leaf_weights" in tree else 1.0
    scale, bias = data["scale_and_bias"]
    return Trees(feature, border, leaves * scale, weights, np.broadcast_to(np.array(bias, np.float32), (outputs,)).copy())
