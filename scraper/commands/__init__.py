"""The commands of `marrow`, one module each."""
