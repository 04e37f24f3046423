"""`marrow`: the command line. Each command lives in a module of its own and is imported when it is called."""

from __future__ import annotations

import importlib
import sys

import click

from cleaners import VERSION

from .exits import Exit

COMMANDS = {
    "crawl": "Discover and archive the articles of sites.",
    "refresh": "Revisit the archive (not yet).",
    "clean": "Clean saved HTML, folders or WARCs, without network.",
    "reclean": "Apply today's rules to the raw captures of an archive (not yet).",
    "export": "Write what the archive holds: jsonl.",
    "report": "A folder of static HTML: what was kept and why (not yet).",
    "status": "What the archive holds, and the last runs.",
    "explain": "Why a page was or was not fetched, and why each block has its label.",
}


class Commands(click.Group):
    """The group of all commands; knows their names and first lines without importing them."""

    def list_commands(self, _ctx: click.Context) -> list[str]:
        """The names, in the order in which they are used."""
        return list(COMMANDS)

    def get_command(self, _ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name."""
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f".commands.{cmd_name}", __package__)
        command: click.Command = module.command
        return command

    def format_commands(self, _ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list for `--help`."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


EXAMPLES = """
\b
Examples:
  marrow crawl https://example.org                   archive the articles of a site
  marrow export jsonl -o articles.jsonl              their clean JSON, one article a line
  marrow explain https://example.org/an-article      why each block is what it is
  marrow clean saved-pages/ -o clean.jsonl           the same for saved files

\b
Exit codes: 0 done · 1 internal error · 2 usage · 3 done, but pages failed · 4 nothing could be
fetched · 5 yield fell against the last run · 6 another run holds the archive ·
130 interrupted
"""


@click.group(cls=Commands, epilog=EXAMPLES, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(VERSION, prog_name="marrow")
def marrow() -> None:
    """Crawl article sites into an archive of clean JSON: the article set apart from everything that is not."""


def main() -> None:
    """The entry of the `marrow` command; turns known errors into messages and exit codes."""
    from pipelines.errors import ArchiveBusyError, ArchiveError, StorageError  # noqa: PLC0415 - `--help` needs no database

    try:
        sys.exit(marrow(standalone_mode=False) or Exit.DONE)  # what `ctx.exit` was given
    except click.Abort:
        sys.exit(Exit.INTERRUPTED)
    except click.ClickException as error:
        error.show()
        sys.exit(Exit.USAGE)
    except ArchiveBusyError as error:
        _fail(error, Exit.BUSY)
    except StorageError as error:
        _fail(error, Exit.NOTHING)
    except ArchiveError as error:
        _fail(error, Exit.USAGE)
    except BrokenPipeError:  # `marrow export jsonl | head`
        sys.stderr.close()
        sys.exit(Exit.DONE)


def _fail(error: Exception, code: Exit) -> None:
    click.echo(f"marrow: {error}", err=True)
    sys.exit(code)
