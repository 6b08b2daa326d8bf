"""The command line: `portinaio` and its commands.

Exit 0: done. Exit 1: failed, with one sentence on stderr. Exit 2: wrong usage. Answers go to stdout, everything else to
stderr. `check` in its plain form is read here by hand: `argparse` would cost it more than all the rest.
"""

from __future__ import annotations

import gc
import os
import sys

from portinaio.errors import PortinaioError, UsageError

TYPE_CHECKING = False  # `typing` itself is only needed by the checker
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import NoReturn

    from portinaio.cli.context import CommandContext

INTERRUPTED = 130  # 128 and SIGINT, as shells have it


def run() -> NoReturn:
    """The program: run the command, and end the process."""
    code = main()
    if sys.argv[1:2] == ["check"]:
        # All is closed. To take the interpreter apart in good order costs a sixth of a check.
        try:
            sys.stdout.flush()
        finally:
            os._exit(code)
    sys.exit(code)


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; the exit code."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    _keep_to_whole_paths()
    if arguments[:1] == ["check"]:
        gc.disable()  # a check lives for some hundredths of a second, a twentieth of them would go in vain
    try:
        from portinaio.cli.context import CommandContext  # noqa: PLC0415  # an interrupt while it loads is quiet, too

        context = CommandContext(os.environ)
        try:
            return _finished(context, arguments)
        finally:
            context.close()
    except KeyboardInterrupt:
        return INTERRUPTED
    finally:
        gc.enable()


def _keep_to_whole_paths() -> None:
    """No program is looked for in the current folder, where a relative or empty part of PATH would lead.

    Of the whole process, since the browser is found by the library's own look-up, and children look for programs too.
    """
    parts = os.environ.get("PATH", "").split(os.pathsep)
    whole = os.pathsep.join(part for part in parts if os.path.isabs(part))  # noqa: PTH117  # pathlib costs `check` 5 ms
    if whole:
        os.environ["PATH"] = whole
    else:
        os.environ.pop(
            "PATH", None
        )  # then it is the system's own; an empty one is the current folder


def _finished(context: CommandContext, arguments: list[str]) -> int:
    from portinaio.cli.context import silence_stdout  # noqa: PLC0415  # loaded in main

    try:
        code = _run(context, arguments)
        context.flush()
        context.tell_news()
    except BrokenPipeError:
        silence_stdout()
        return 0  # whoever reads us has read enough
    except PortinaioError as error:
        return _explain(context, error)
    except OSError as error:
        silence_stdout()
        return _explain_refusal(context, error)
    except Exception as error:  # noqa: BLE001  # the one door: nobody is shown a traceback
        return _explain_bug(context, error)
    return code


def _run(context: CommandContext, arguments: list[str]) -> int:
    if (numbers := _plain_check(arguments)) is not None:
        from portinaio.cli.commands.check import check  # noqa: PLC0415  # each command loads its own file

        context.command = "check"
        context.json = "--json" in arguments
        return check(context, numbers)
    if not arguments:
        from portinaio.cli.open_app import open_app  # noqa: PLC0415  # the terminal app is heavy

        return open_app(context)
    if arguments[0] in {"-h", "--help", "help", "-V", "--version"}:
        from portinaio.cli.overview import overview  # noqa: PLC0415  # for who asks

        return overview(context, arguments[0], arguments[1:])
    return _dispatch(context, *arguments)


def _plain_check(arguments: list[str]) -> list[str] | None:
    """The numbers of `check NUMBER`, with or without --json; `None` where argparse is needed."""
    if not arguments or arguments[0] != "check":
        return None
    words = [argument for argument in arguments[1:] if argument != "--json"]
    if not words or any(word.startswith("-") for word in words):
        return None
    return words


def _dispatch(context: CommandContext, name: str, *arguments: str) -> int:
    """What the first argument names, with the others read by argparse."""
    from portinaio.cli.command_table import command_named, file_of, parser_of  # noqa: PLC0415  # argparse and the table

    command = command_named(name)
    context.command = name
    context.json = "--json" in arguments  # also for what argparse refuses
    try:
        given = parser_of(command).parse_args(arguments)
    except SystemExit:  # argparse has shown the help
        return 0
    context.json = getattr(given, "json", False)
    given.command = name
    return file_of(command).run(context, given)


def _explain(context: CommandContext, error: PortinaioError) -> int:
    from portinaio.language import _, translate_error  # noqa: PLC0415  # loaded by the context

    if not isinstance(error, UsageError):
        _tell(context, translate_error(error))
        return 1
    command = f"portinaio {context.command}".strip()
    see = _("see %(command)s --help") % {"command": command}
    _tell(context, f"{translate_error(error)}; {see}")
    return 2


def _tell(context: CommandContext, sentence: str) -> None:
    """On stderr, and where JSON is wanted as an object on stdout, too."""
    context.note(f"portinaio: {sentence}")
    if context.json:
        try:
            context.answer_json({"error": sentence})
            context.flush()
        except (OSError, PortinaioError):
            return  # nobody is left to read it


def _explain_refusal(context: CommandContext, error: OSError) -> int:
    """The system refused: a full disk, a closed stdout, a file that cannot be read."""
    from portinaio.core.reason import reason  # noqa: PLC0415  # only where it is needed
    from portinaio.language import translate  # noqa: PLC0415  # loaded by the context

    where = f"{error.filename}: " if isinstance(error.filename, str) else ""
    _tell(context, f"{where}{translate(reason(error))}")
    return 1


def _explain_bug(context: CommandContext, error: Exception) -> int:
    from portinaio.language import _  # noqa: PLC0415  # loaded by the context

    if context.environ.get("PORTINAIO_DEBUG") == "1":
        import traceback  # noqa: PLC0415  # for who looks for the bug

        traceback.print_exception(error)
    sentence = _("this is a bug of ours (%(type)s); PORTINAIO_DEBUG=1 shows where it is")
    _tell(context, sentence % {"type": type(error).__name__})
    return 1
