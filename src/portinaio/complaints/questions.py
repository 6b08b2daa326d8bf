"""What the user is asked for each thing that a complaint still lacks."""

from __future__ import annotations

from portinaio.core.message import Message, msg

QUESTIONS: dict[str, Message] = {
    "company": msg("In whose interest was the call made? Name the company, not the call centre."),
    "company_address": msg("What is the company's postal address?"),
    "company_email": msg("Which e-mail address does the company's privacy notice give?"),
    "company_pec": msg(
        "Where can the company be reached? Its privacy notice gives a certified, e-mail or postal address."
    ),
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
    "adherent": msg(
        "Does the company stand in the list of those who joined the code of conduct? yes, no."
    ),
    "customer_code": msg("What is your customer code with the operator?"),
    "identity": msg("How much shall the letter say of you? full, minimal."),
    "generic": msg(
        "What else is known? A report without company, offer and number displayed is refused."
    ),
    "objected_on": msg("When did you object to the company? Send that letter first."),
    "name": msg("What is your name?"),
    "address": msg("What is your postal address?"),
    "tax_code": msg("What is your tax code?"),
    "email": msg("What is your e-mail address?"),
    "pec": msg("Where shall the answer go? A certified, e-mail or postal address of yours."),
    "line": msg("Which number of yours was called?"),
    "holder": msg("Whose contract is the line?"),
    "rpo_enrolled_on": msg("On which day was the line enrolled in the opt-out register?"),
    "rpo_renewed_on": msg("On which day was the enrolment last renewed?"),
    "calls": msg("Which calls is it about?"),
}
"""Keys as `report --set` and `profile set` take them. `a|b|c` in a pack asks the question of its first."""
