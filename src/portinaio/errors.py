"""Everything that can go wrong and is somebody's business.

An error carries a sentence for the person in front of it: what, where, what to do; a `Message` where it can be said in
their language. The class says whose fault it is.
"""


class PortinaioError(Exception):
    """Root of all errors that end in a sentence and not in a traceback."""

    @property
    def sentence(self) -> object:
        """`Message`, or plain text from the system; `str(error)` is the same in English."""
        return self.args[0] if self.args else ""


class UsageError(PortinaioError):
    """The words of a command or request do not fit; the command line ends with 2, the server answers 400."""


class OtherCountryError(UsageError):
    """The national numbers of a list look like those of another country; who knows better may insist."""


class NoCountryError(UsageError):
    """National numbers of which nobody has said the country."""

    countries: tuple[str, ...] = ()
    """Those that explain them about equally well."""


class NotFoundError(PortinaioError):
    """What was named is not here; the server answers 404."""


class ConfigError(PortinaioError):
    """config.toml, or a file it names, is not right."""


class HomeError(PortinaioError):
    """The home cannot be used: read-only, full, from a newer version, or in use by another daemon."""


class ProtocolError(PortinaioError):
    """The far end of a line sent something that its standard does not allow."""


class LineError(PortinaioError):
    """A line cannot work as configured: port in use, registrar away, password refused."""


class UntrustedListError(PortinaioError):
    """A list's file or row cannot be believed: damaged, cut short, or meaning far too much."""


class CountryWantedError(UntrustedListError):
    """A list with national numbers of which nobody has said the country."""

    countries: tuple[str, ...] = ()
    """Those that explain them about equally well, or that of the house."""


class AllowListError(UntrustedListError):
    """A list that allows its numbers; whoever is on it may not be blocked by what was taken from it before, either."""


class ListAwayError(PortinaioError):
    """The server of a list does not answer, or has trouble; what was taken from it before still holds."""

    wait_s: int | None = None
    """For how long it asks to be left alone."""


class ListGoneError(ListAwayError):
    """There is nothing at the address of a list; of one that comes as a file a day, that is how a holiday looks."""


class PartGoneError(ListGoneError):
    """A part of a list site is missing; of changes, the whole list may still be there."""


class DaemonAwayError(PortinaioError):
    """No daemon answers on the socket."""
