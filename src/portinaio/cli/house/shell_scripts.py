"""The script by which each shell completes: what may stand behind a command, its second word, or an option."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

# Loaded by zsh from fpath, the file is the function's first call; sourced, it only defines it.
ZSH_END = """\
            esac
            if [[ $PREFIX == -* || -z $files$offered ]]; then
                compadd -- $flags
            else
                compadd -- $offered
                if [[ -n $files ]]; then _files; fi
            fi
            return ;;
    esac
    (( compstate[nmatches] )) || _files
}
if [ "$funcstack[1]" = _portinaio ]; then
    _portinaio "$@"
else
    compdef _portinaio portinaio
fi
"""


class Place(NamedTuple):
    """What may stand behind a command, or behind its second word."""

    words: tuple[str, ...]
    """Second words and fixed values."""
    flags: tuple[str, ...]
    kinds: tuple[str, ...]
    """Of the names in this house that may, too, for `known_words`."""
    files: bool
    """Whether a file may."""


class Completed(NamedTuple):
    name: str
    summary: str
    here: Place
    inner: Mapping[str, Place]
    """By second word."""
    options: Mapping[str, Values]
    """What may stand behind each option that takes a value."""


class Values(NamedTuple):
    words: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()


def _asking(kinds: tuple[str, ...]) -> str:
    """The command that tells the names of these kinds; empty where there are none to tell."""
    return f"portinaio completion words {' '.join(kinds)} 2>/dev/null" if kinds else ""


def _bash(commands: list[Completed]) -> Iterator[str]:
    names = " ".join(command.name for command in commands)
    yield "_portinaio() {"
    yield '    local word words="" flags="" files="" second="" here="${COMP_WORDS[COMP_CWORD]}"'
    yield '    if [ "$COMP_CWORD" -gt 2 ]; then second="${COMP_WORDS[2]}"; fi'
    yield '    if [ "$COMP_CWORD" -eq 1 ]; then'
    yield f'        words="{names} help" flags="--help --version"'
    yield "    else"
    yield '        case "${COMP_WORDS[1]} ${COMP_WORDS[COMP_CWORD-1]}" in'
    for command in commands:
        for option, values in command.options.items():
            yield f"            '{command.name} {option}') words={_in_bash(values)} ;;"
    yield '            *) case "${COMP_WORDS[1]} $second" in'
    for at, place in _places(commands):
        files = " files=1" if place.files else ""
        offered = _in_bash(Values(place.words, place.kinds))
        yield f'                {at}) words={offered} flags="{" ".join(place.flags)}"{files} ;;'
    yield f"                'help '*) words=\"{names}\" ;;"
    yield "            esac ;;"
    yield "        esac"
    yield "    fi"
    yield '    case "$here" in -*) words="$flags" ;; esac'
    yield '    if [ -z "${words# }$files" ]; then words="$flags"; fi'
    yield "    COMPREPLY=()"
    # Word by word, since bash would look for files that a `*` in one means.
    yield '    while IFS= read -r word; do COMPREPLY+=("$(printf %q "$word")"); done \\'
    yield '        < <(compgen -W "$words" -- "$here")'
    yield "}"
    yield "complete -o default -F _portinaio portinaio"


def _in_bash(values: Values) -> str:
    asked = f" $({_asking(values.kinds)})" if values.kinds else ""
    return f'"{" ".join(values.words)}{asked}"'


def _places(commands: list[Completed]) -> Iterator[tuple[str, Place]]:
    """A pattern of `case` for each, the narrow ones first."""
    for command in commands:
        yield from ((f"'{command.name} {second}'", at) for second, at in command.inner.items())
        yield f"'{command.name} '*", command.here


def _zsh(commands: list[Completed]) -> Iterator[str]:
    yield "#compdef portinaio"
    yield "_portinaio() {"
    yield "    local -a commands offered flags"
    yield '    local second="" files=""'
    yield "    commands=("
    for command in commands:
        yield f"        {_single(command.name + ':' + command.summary.replace(':', ' '))}"
    yield "    )"
    yield "    if (( CURRENT == 2 )); then"
    yield "        _describe command commands"
    yield "        return"
    yield "    fi"
    yield "    if (( CURRENT > 3 )); then second=$words[3]; fi"
    yield '    case "$words[2] $words[CURRENT-1]" in'
    for command in commands:
        for option, values in command.options.items():
            offered = _in_zsh(values)
            yield f"        '{command.name} {option}'){f' compadd -- {offered}' if offered else ''} ;;"
    yield '        *) case "$words[2] $second" in'
    for at, place in _places(commands):
        offered = _in_zsh(Values(place.words, place.kinds))
        files = " files=1" if place.files else ""
        yield f"            {at}) offered=({offered}) flags=({' '.join(place.flags)}){files} ;;"
    yield from ZSH_END.splitlines()


def _in_zsh(values: Values) -> str:
    asked = [f'${{(f)"$({_asking(values.kinds)})"}}'] if values.kinds else []
    return " ".join((*values.words, *asked))


def _fish(commands: list[Completed]) -> Iterator[str]:
    yield "complete -c portinaio -f"
    for command in commands:
        yield (
            "complete -c portinaio -n __fish_use_subcommand"
            f" -a {command.name} -d {_single(command.summary)}"
        )
    for command in commands:
        seen = f"__fish_seen_subcommand_from {command.name}"
        second = " ".join(command.inner)
        yet = f"; and not __fish_seen_subcommand_from {second}" if second else ""
        yield from _at_in_fish(f"{seen}{yet}", command.here, command.options)
        for word, place in command.inner.items():
            behind = f"{seen}; and __fish_seen_subcommand_from {word}"
            yield from _at_in_fish(behind, place, command.options)


def _at_in_fish(condition: str, place: Place, options: Mapping[str, Values]) -> Iterator[str]:
    here = f"complete -c portinaio -n {_single(condition)}"
    if offered := _in_fish(Values(place.words, place.kinds)):
        yield f"{here} -a {_single(offered)}"
    if place.files:
        yield f"{here} -F"
    for flag in place.flags:
        named = f"{here} -l {flag.removeprefix('--')}"
        if flag not in options:
            yield named
        elif offered := _in_fish(options[flag]):
            yield f"{named} -x -a {_single(offered)}"
        else:
            yield f"{named} -r -F"


def _in_fish(values: Values) -> str:
    asked = f"({_asking(values.kinds)})" if values.kinds else ""
    return " ".join(filter(None, (*values.words, asked)))


def _single(text: str) -> str:
    r"""In single quotes, with `'\''` for a quote: the one spelling that all three shells read alike."""
    return "'" + text.replace("'", "'\\''") + "'"


SCRIPTS = {"bash": _bash, "zsh": _zsh, "fish": _fish}
