"""What the doctor says of the lines."""

from __future__ import annotations

from daemon_world import a_house
from portinaio import language
from portinaio.core.policy import Action
from portinaio.core.words import words
from portinaio.daemon.doctor import diagnose
from portinaio.daemon.line_board import LineBoard
from portinaio.lines.line import LineState


def test_the_doctor_tells_what_is_wrong_with_a_line_in_the_readers_language(tmp_path):
    house = a_house(tmp_path / "home")
    board = LineBoard(lambda: None)
    board.enter("home", "sip", frozenset({Action.RING}))
    board.set("home", LineState.REFUSED, words("the daemon is running"))
    house.line_shapes = board.shapes

    found = diagnose(house, language.translation("it"))
    house.close()

    told = [one["text"] for one in found if one["code"] == "lines"]
    assert told[0].endswith("il servizio è in funzione")
