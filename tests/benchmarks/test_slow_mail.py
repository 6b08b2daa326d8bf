"""A dialogue of half a minute with a mail server that thinks before each answer: the letter arrives once.

pytest tests/benchmarks/test_slow_mail.py -q -s          PORTINAIO_BENCH=small: a tenth of the time
"""

import os
import ssl
from time import monotonic

from mailing import a_house, message_ids, on_file, serving
from portinaio.daemon.complaints import send_mail
from postbox import Postbox, a_certificate, slow

DELAY_S = 0.15 if os.environ.get("PORTINAIO_BENCH") == "small" else 1.7
ANSWERS = (
    17  # of the server that are waited for, as this library talks with it; its farewell is not
)


def test_a_dialogue_of_half_a_minute_ends_in_one_mail(tmp_path):
    postbox, certificate = Postbox(), a_certificate(tmp_path)
    trust = ssl.create_default_context(cafile=str(certificate))
    with serving(postbox, certificate, slow(DELAY_S)) as port:
        client = a_house(tmp_path, port)
        began = monotonic()

        send_mail.send(client.context, 1, trust)

        lasted = monotonic() - began
        client.context.close()
    state, doubt, (record,) = on_file(tmp_path)
    print(f"{lasted:.1f} s, {lasted / DELAY_S:.1f} answers")
    assert (state, doubt) == ("sent", None)
    assert message_ids(postbox) == [f"<{record.message_id}>"]
    assert lasted >= ANSWERS * DELAY_S
