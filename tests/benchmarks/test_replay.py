"""How long it takes to try another policy, or a list, on a log of 10,000 calls, which is the most that is read.

Called by name: `pytest tests/benchmarks/test_replay.py -s`. It prints what it finds; the target is 2 s of one core each,
with five lists of 100,000 numbers and a third of the callers on one of them.
"""

from __future__ import annotations

import random
import time
from datetime import timedelta

from daemon_world import a_client, a_context, a_logged_call
from portinaio.daemon.lists.effect import effect_answer
from portinaio.daemon.lists.list_status import find
from portinaio.daemon.replay.replay import MOST_CALLS
from worlds import FROZEN_NOW

LISTS = 5
ENTRIES = 100_000
CALLERS = 3_000


def test_a_policy_and_a_list_are_tried_on_a_long_log(tmp_path):
    chance = random.Random(7)

    def numbers(count: int) -> list[str]:
        return [f"+393{n:09d}" for n in chance.sample(range(10**9), count)]

    config, known = 'country = "IT"\n', numbers(CALLERS // 3)
    for n in range(LISTS):
        file = tmp_path / f"list-{n}.csv"
        rows = [
            f"{number},{chance.randrange(1, 20)},2026-11-20"
            for number in (*numbers(ENTRIES), *chance.sample(known, len(known) // 2))
        ]
        file.write_text("\n".join(["number,reporters,last", *rows, ""]))
        config += f'[[list]]\nname = "list-{n}"\nurl = "{file.as_uri()}"\n'
    house = a_context(tmp_path / "home", config)
    assert {synced.state for synced in house.syncs.run()} == {"ok"}
    callers = [*known, *numbers(CALLERS - len(known))]
    house.store.calls.record_many(
        a_logged_call(n, at=FROZEN_NOW - timedelta(minutes=12 * n), number=who, calling=who)
        for n in range(1, MOST_CALLS + 1)
        for who in [chance.choice(callers)]
    )

    print()
    for what, act in (
        ("another policy", lambda: a_client(house).replay({"suspected": "reject"})),
        ("one list more", lambda: effect_answer(house, *find(house, "list-0"))["log"]),
    ):
        began, worked = time.perf_counter(), time.process_time()
        found = act()
        wall_s, cpu_s = time.perf_counter() - began, time.process_time() - worked
        print(f"{what}: {found['calls']:,} calls in {wall_s:.2f} s, {cpu_s:.2f} s of one core")
