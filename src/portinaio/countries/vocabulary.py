"""What a template of a pack may name: the places that a complaint fills, and the conditions that it tests.

Whoever writes a letter looks here; a pack that names anything else is refused when it is read.
"""

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
        "consent",
        "contract_until",
        "date",  # of the first call
        "time",
        "last_date",
        "count",
        "caller",  # the number displayed, or that none was
        "calls",  # alone in a paragraph: the table of calls stands here
        # the day of the draft, and what came before it
        "today",
        "objected_on",
        "objected_by",
        "reminded_on",
        "answered_on",
    }
)

CONDITIONS = frozenset(
    {
        "several",  # more than one call
        "one_day",  # all calls on one day
        "withheld",  # no call displayed a number
        "operator",
        "automated",
        "silent",
        "enrolled",  # in the opt-out register before the first call
        "enrolment_in_force",  # and each call beyond the register's threshold
        "consent_none",
        "consent_unknown",
        "consent_given",
        "consent_stands",  # given, and not revoked by enrolling later
        "contract_running",
        "contract_recent",  # ended so shortly before the first call that a consent in it may still count
        "contract_none",
        "objected",  # a letter to the company went out before
        "called_after_objection",
        "unanswered",
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
        "consent_none",
        "consent_unknown",
        "consent_given",
        "consent_given_on",  # stands before a date
        "contract_none",
        "contract_running",
        "contract_until",  # stands before a date
        "by_email",
        "by_pec",
        "by_post",
        "by_web",
        "seconds",
        "annexes",  # heading of the list of annexes
        "subject",  # leads the subject line
        "to",  # leads the addressee
    }
)
"""Words that every pack gives in the language of its letters."""

COLUMNS = frozenset({"date", "time", "caller", "called", "duration"})
"""Headings of the table of calls."""

GAPS = frozenset({"date", "time", "contact", "company_address"})
"""Places whose gap every pack can name, besides those that its recipients need."""
