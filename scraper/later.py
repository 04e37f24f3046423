"""Commands that have a name and no work yet: they say so, rather than pretend."""

from __future__ import annotations

import click


def not_yet(name: str) -> click.Command:
    """A command that ends as a usage error with a sentence that says why."""

    @click.command(name, context_settings={"ignore_unknown_options": True})
    @click.argument("arguments", nargs=-1, expose_value=False)
    def command() -> None:
        """Not yet."""
        raise click.UsageError(f"`marrow {name}` is not there yet")

    return command
