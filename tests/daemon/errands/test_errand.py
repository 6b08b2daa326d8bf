"""An errand ends with an answer, or with the error of the process that ran it, so that a wrong word is told from trouble."""

from __future__ import annotations

import pytest

from portinaio.core.message import msg
from portinaio.daemon.asker import Asker
from portinaio.daemon.errands.errand import run_errand
from portinaio.errors import ListGoneError, PortinaioError, UntrustedListError, UsageError

LOOK = "portinaio.daemon.sites.look_worker"
BROKEN = msg("it ended before there was an answer")


@pytest.mark.parametrize(
    ("file", "kind"),
    [
        pytest.param(None, UsageError, id="an address that is none"),
        pytest.param("empty", ListGoneError, id="where nothing is"),
        pytest.param("spoilt", UntrustedListError, id="what is no root"),
    ],
)
def test_what_went_wrong_there_is_the_same_error_here(tmp_path, file, kind):
    (tmp_path / "empty").mkdir()
    (tmp_path / "spoilt" / "metadata").mkdir(parents=True)
    (tmp_path / "spoilt" / "metadata" / "1.root.json").write_text("{}")
    url = f"{(tmp_path / file).as_uri()}/" if file else "ftp://lists.example.org/"

    with pytest.raises(PortinaioError) as caught:
        run_errand(LOOK, {"url": url}, Asker(), 60.0, BROKEN)

    assert type(caught.value) is kind


def test_who_ends_without_an_answer_is_told_so():
    with pytest.raises(PortinaioError, match="ended before there was an answer"):
        run_errand("portinaio.nothing_of_this_name", {}, Asker(), 60.0, BROKEN)
