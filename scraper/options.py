"""Options that several commands share."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

F = TypeVar("F", bound=Callable[..., Any])


def archive_option(function: F) -> F:
    """`--archive DIR`."""
    return click.option(
        "--archive",
        type=click.Path(path_type=Path, file_okay=False),
        default=Path("archive"),
        show_default=True,
        envvar="MARROW_ARCHIVE",
        metavar="DIR",
        help="The folder of the archive.",
    )(function)


def json_option(function: F) -> F:
    """`--json`."""
    return click.option("--json", "as_json", is_flag=True, help="Print JSON for machines.")(function)


def pattern(_ctx: click.Context, _param: click.Parameter, values: tuple[str, ...]) -> tuple[str, ...]:
    """The values, if all of them are regular expressions."""
    for value in values:
        try:
            re.compile(value)
        except re.error as error:
            raise click.BadParameter(f"{value!r} is no regular expression: {error}") from error
    return values
