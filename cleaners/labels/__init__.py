"""One module a label: what its rules know of a block. `cleaners.judge.PASSES` holds them in order."""
