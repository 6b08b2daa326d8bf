"""What a template of a pack may name: the places that a complaint fills, and the conditions that it tests.

Whoever writes a letter looks here; a pack that names anything else is refused when it is read. Beside them stands what
the user is asked for a place that nobody has filled.
"""

from portinaio.core.message import Message, msg

FIRST_LETTER = "controller"
"""Key of the letter to the company, which every pack has."""

PLACES = frozenset(
    {
        # the user
        "name",
        "address",
        "tax_code",
        "email",
        "pec",
        "contact",  # where an answer reaches the user: certified mail, else e-mail, else the postal address
        "line",  # the user's number that was called
        "holder",
        "rpo_enrolled_on",
        "rpo_renewed_on",
        # the company in whose interest the call was made
        "company",
        "company_address",
        "company_email",
        "company_pec",
        # the calls
        "kind",
        "kinds",  # the plural
        "product",
        "summary",
        "customer_code",
        "consent",
        "contract_until",
        "date",  # of the first call
        "time",
        "last_date",
        "count",
        "caller",  # the number displayed, or that none was
        "calls",  # alone in a paragraph: the table of calls stands here
        "each_date",  # of one call, in a field that stands once for each
        "each_time",
        "each_caller",
        "each_number",  # which of the calls it is, from 1
        "hours",  # name of the code whose hours the company promised to keep
        "outside",  # the calls outside those hours
        # the day of the draft, and what came before it
        "today",
        "objected_on",
        "objected_by",
        "reminded_on",
        "reminded_by",
        "answered_on",
        "earlier",  # everything that was sent before, with day, way and answer
        "calls_after",  # how many calls came after the objection
    }
)

CONDITIONS = frozenset(
    {
        "several",  # more than one call
        "one_day",  # all calls on one day
        "withheld",  # no call displayed a number
        "silent_again",  # silent calls that followed each other sooner than the pack's limit allows
        "outside_hours",  # calls outside hours that bind the company
        "operator",
        "automated",
        "silent",
        "enrolled",  # in the opt-out register before the first call
        "enrolment_in_force",  # and each call beyond the register's threshold
        "enrolment_young",  # enrolled, and the first call not yet beyond it
        "consent_none",
        "consent_unknown",
        "consent_given",
        "consent_stands",  # given, and not revoked by enrolling later
        "contract_running",
        "contract_recent",  # ended so shortly before the first call that a consent in it may still count
        "contract_none",
        "scam",  # the user says so
        "not_sales",  # nothing was offered
        "telecom",  # the trade
        "banned",  # a trade that may not call unasked since before the first call
        "customer",  # of the company: the user gave a code or has a contract
        "minimal",  # the user wants to say no more of themselves than an answer needs
        "company_unknown",
        "product_unknown",
        "objected",  # a letter to the company went out before
        "overdue",  # and the time for the answer is over
        "reminded",
        "called_after_objection",
        "unanswered",
        "answered",
        "refused",
        "extended",
    }
)

TERMS = frozenset(
    {
        "gap",  # leads a gap: "to be completed"
        "kind_operator",
        "kind_automated",
        "kind_silent",
        "kinds_operator",
        "kinds_automated",
        "kinds_silent",
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
        "seconds",
        "annexes",  # heading of the list of annexes
        "subject",  # leads the subject line
        "to",  # leads the addressee
        "calls",  # heading of the table of calls
        "unknown",  # in place of what the user says is not known
        "of_day",  # stands before the day of an earlier letter
        "no_answer",
        "answer_of",  # stands before a day
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
"""Words that every pack gives in the language of its letters."""

COLUMNS = frozenset({"date", "time", "caller", "called", "duration"})
"""Headings of the table of calls."""

GAPS = frozenset({"date", "time", "contact", "company_address"})
"""Places whose gap every pack can name, besides those that its recipients need."""

QUESTIONS: dict[str, Message] = {
    "company": msg("In whose interest was the call made? Name the company, not the call centre."),
    "company_address": msg("What is the company's postal address?"),
    "company_email": msg("Which e-mail address does the company's privacy notice give?"),
    "kind": msg("Did a person speak (operator), a recording (automated), or nobody (silent)?"),
    "product": msg("What was the call about?"),
    "summary": msg("What was said? A few sentences in your own words."),
    "consent": msg(
        "Did you ever agree to such calls? none, unknown, given, or the date on which you did."
    ),
    "contract_until": msg(
        "Do you have a contract with the company? none, running, or the date on which it ended."
    ),
    "nature": msg("Was it sales, a scam, or something other? sales, scam, other."),
    "sector": msg("What is the company's trade? energy, telecom, other."),
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
