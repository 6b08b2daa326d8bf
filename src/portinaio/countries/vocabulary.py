"""What a clause of a pack may name: the places that a complaint fills, and the facts that it tests, each with its basis.

Whoever writes a letter looks here; a pack that names anything else is refused when it is read. Beside them stands what
the user is asked for a place that nobody has filled.
"""

from portinaio.core.message import Message, msg

OBSERVED, STATED, DERIVED = "observed", "stated", "derived"

PLACES = {
    # the user
    "name": STATED,
    "address": STATED,
    "email": STATED,
    "pec": STATED,
    "contact": STATED,  # where an answer reaches the user: certified mail, else e-mail, else the postal address
    "line": STATED,  # the user's numbers that were called; observed where the log has them
    "holder": STATED,
    # the company in whose interest the call was made
    "company": STATED,
    "company_address": STATED,
    "company_email": STATED,
    "company_pec": STATED,
    # the calls
    "called": STATED,  # what the user says was called, where the log does not
    "kind": STATED,
    "kinds": STATED,  # the plural
    "product": STATED,
    "summary": STATED,
    "consent": STATED,
    "contract_until": STATED,
    "date": OBSERVED,  # of the first call
    "time": OBSERVED,
    "last_date": OBSERVED,
    "count": OBSERVED,
    "caller": OBSERVED,  # the number displayed, or that none was
    "caller_number": OBSERVED,  # the number alone, where one was displayed
    "those": OBSERVED,  # days and hours of the calls that the clause speaks of, and
    "those_count": OBSERVED,  # how many they are
    "each_date": OBSERVED,  # of one call, in a field that stands once for each
    "each_time": OBSERVED,
    "each_caller": OBSERVED,
    "each_caller_number": OBSERVED,  # the number alone
    "each_called": OBSERVED,
    "each_number": OBSERVED,  # which of the calls it is, from 1
    "hours": DERIVED,  # name of the law or code whose hours bind the company
    # the recipient, the day of the draft, and what came before it
    "authority": DERIVED,  # its name, where it goes to one
    "country": DERIVED,  # ISO 3166-1 code of that of the line
    "today": DERIVED,
    "reference": DERIVED,  # a number that the recipient can quote
    "objected_on": STATED,
    "objected_by": STATED,
    "reminded_on": STATED,
    "reminded_by": STATED,
    "answered_on": STATED,
    "answer_point": STATED,  # in what the answer does not satisfy
    "received_on": STATED,  # the day on which the first letter arrived, where somebody knows it
    "counted_from": DERIVED,  # where it runs from no known receipt, the day from which the time for its answer is counted
    "due": DERIVED,  # last day on which an answer to the first letter was in time
    "earlier": STATED,  # everything that was sent before, with day, way and answer
}

FACTS = {
    # all the calls together
    "one_call": OBSERVED,
    "several": OBSERVED,  # more than one
    "one_day": OBSERVED,  # all calls on one day
    "one_line": OBSERVED,  # all calls went to one number of the user
    "withheld": OBSERVED,  # no call displayed a number
    "nobody_took": OBSERVED,  # the log, ours or another telephone's, shows of each call that nobody took it
    "somebody_took": OBSERVED,  # and of at least one that somebody did
    "mixed": OBSERVED,  # of some of them nobody can say what was heard (`was_unheard`), and of others the user does
    "turned_away": OBSERVED,  # each call was refused, or answered by the device itself
    # what the user says of them
    "operator": STATED,
    "automated": STATED,
    "silent": STATED,
    "unanswered": STATED,  # nobody took them, and nobody says otherwise; observed where the log shows it
    "spoken": STATED,  # by an operator or a recording
    "repeated": STATED,  # spoken, more than once, on calls for which no contract or consent speaks
    "against_log": STATED,  # the user says what was heard, where the log shows that nobody took the calls
    "scam": STATED,
    "research": STATED,  # opinion or market research
    "not_sales": STATED,  # neither sales nor research
    "minimal": STATED,  # the user wants to say no more of themselves than an answer needs
    "company_unknown": STATED,
    "product_unknown": STATED,
    "consent_none": STATED,
    "consent_unknown": STATED,
    "consent_given": STATED,
    "contract_none": STATED,
    "contract_running": STATED,  # on the day of the last call
    # what was written before
    "objected": STATED,  # a letter to the company went out before
    "reminded": STATED,
    "no_answer": STATED,
    "answered": STATED,
    "insufficient": STATED,  # answered, and the user says that the answer does not satisfy
    "refused": STATED,
    "extended": STATED,
    "answer_late": DERIVED,  # something came, and too late
    "overdue": DERIVED,  # nothing came, and the time is over
    "term_running": DERIVED,  # nothing came, and it is not
}

CALL_FACTS = {
    # of one call; without `of`, they hold where they hold of any call, and with `each_` before it where of every one
    "was_taken": OBSERVED,  # somebody in the house talked
    "was_untaken": OBSERVED,  # nobody did
    "was_turned_away": OBSERVED,  # by the device
    "was_unheard": OBSERVED,  # nobody took it; of calls of which the user speaks against the log, the device turned it away
    "was_imported": OBSERVED,  # another log has it
    "was_displayed": OBSERVED,  # with a number or a text
    "was_withheld": OBSERVED,  # the caller hid the number
    "was_outside_hours": DERIVED,  # that bind the company
    "was_after_objection": DERIVED,  # after the day on which it was sent
    "was_after_arrival": DERIVED,  # after the day on which it arrived, or had, as the pack counts
    "was_enrolled": DERIVED,  # the called line stood in the opt-out register
    "was_in_force": DERIVED,  # and no copy of it without the line could be used any more
    "was_young": DERIVED,  # enrolled, and one could
    "was_consented": DERIVED,  # a consent was given before, and neither revoked by enrolling nor too old
    "was_lapsed": DERIVED,  # one was, and was too old by a rule of the pack
    "was_under_contract": DERIVED,
    "was_after_contract": DERIVED,  # so shortly that a consent in it may still count
    "was_too_soon": DERIVED,  # silent, after another silent call of the same number
}

REGISTER_FACTS = ("was_enrolled", "was_in_force", "was_young")
"""So of any register, and with `_KEY` behind it of one."""
SHOWN_FACT = "was_shown"
"""With `_KEY` behind it: the number that was displayed is one of that `[number]` of the pack."""
LIMIT_FACT = "was_over"
"""With `_KEY` behind it: the call is one too many by that limit of the pack."""

CONDITIONS = FACTS.keys() | CALL_FACTS.keys()

TERMS = frozenset(
    {
        "gap",  # leads a gap: "to be completed"
        "kind_operator",
        "kind_automated",
        "kind_silent",
        "kind_unanswered",
        "kinds_operator",
        "kinds_automated",
        "kinds_silent",
        "kinds_unanswered",
        "number_displayed",  # stands before the number
        "number_withheld",
        "number_unavailable",
        "quote_open",  # before a text that was displayed in place of a number, and
        "quote_close",  # behind it
        "consent_none",
        "consent_unknown",
        "consent_given",
        "consent_given_on",  # stands before a date
        "contract_none",
        "contract_running",
        "contract_until",  # stands before a date
        "by_email",
        "by_pec",
        "by_post",  # ordinary post
        "by_registered",
        "by_web",
        "by_hand",
        "at_hour",  # stands before an hour
        "seconds",
        "annexes",  # heading of the list of annexes
        "subject",  # leads the subject line
        "to",  # leads the addressee
        "calls",  # heading of the table of calls
        "unknown",  # in place of what the user says is not known
        "of_day",  # stands before the day of an earlier letter; the filter `led` elides it
        "no_answer",
        "term_runs",  # no answer yet, and it is still in time
        "answer_of",  # stands before a day
        "insufficient_of",
        "refusal_of",
        "extension_of",
        "page",  # leads the page number, and
        "page_of",  # the number of pages
        "evidence",  # title of the annex
        "observed",  # what a device wrote down
        "stated",  # what the user says
        "seal",  # the sum that would change with the log
        "log_call",
        "log_line",
        "log_calling",
        "log_name",
        "log_attestation",
        "log_action",
        "log_rang_s",
        "log_talked_s",
        "log_connected_s",  # of a call that the device itself picked up
        "not_seen",  # in place of what the device cannot know
        "log_seal",
        "log_imported",  # of a call that another log remembers
        "did_ring",  # what the device did
        "did_silence",
        "did_reject",
        "did_answer",
        "did_announce",
        "did_hold",
        "did_too_late",  # nothing, since the call was over
        "did_unable",
        "stated_company",
        "stated_kind",
        "stated_product",
        "stated_summary",
        "stated_consent",
        "stated_contract_until",
    }
)
"""Words that every pack gives in the language of its letters; `first_of_month`, such as 1°, where it has one, `by_sms` and
`by_phone` where something goes that way, and `log_notice` for what a caller was told, which else is left out."""

COLUMNS = frozenset({"date", "time", "caller", "called", "duration"})
"""Headings of the table of calls."""

GAPS = frozenset({"date", "time", "contact", "company_address"})
"""Places whose gap every pack can name, besides those that its recipients need."""

QUESTIONS: dict[str, Message] = {
    "company": msg("In whose interest was the call made? Name the company, not the call centre."),
    "company_address": msg("What is the company's postal address?"),
    "company_email": msg("Which e-mail address does the company's privacy notice give?"),
    "kind": msg(
        "Did a person speak (operator), a recording (automated), nobody (silent), or did nobody answer (unanswered)?"
    ),
    "called": msg("Which number of yours was called? The log does not say."),
    "product": msg("What was the call about?"),
    "summary": msg("What was said? A few sentences in your own words."),
    "consent": msg(
        "Did you ever agree to such calls? none, unknown, given, or the date on which you did."
    ),
    "contract_until": msg(
        "Do you have a contract with the company? none, running, or the date on which it ended."
    ),
    "nature": msg(
        "Was it sales, market research, a scam, or something other? sales, research, scam, other."
    ),
    "language": msg("In which language shall the letter be?"),
    "identity": msg("How much shall the letter say of you? full, minimal."),
    "generic": msg(
        "What else is known? A report without company, offer and number displayed is refused."
    ),
    "objected_on": msg("When did you object to the company? Send that letter first."),
    "name": msg("What is your name?"),
    "address": msg("What is your postal address?"),
    "email": msg("What is your e-mail address?"),
    "line": msg("Which number of yours was called?"),
    "holder": msg("Whose contract is the line?"),
    "calls": msg("Which calls is it about?"),
}
"""What the user is asked for each thing that a complaint may lack, by the key that `report --set` and `profile set` take.
A pack has further ones, and words of its own for these. `a|b|c` in a pack asks the question of its first."""
