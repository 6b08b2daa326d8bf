"""What the user is asked for each thing that a complaint still lacks."""

from __future__ import annotations

from portinaio.core.words import Words, words

QUESTIONS: dict[str, Words] = {
    "company": words("In whose interest was the call made? Name the company, not the call centre."),
    "company_address": words("What is the company's postal address?"),
    "company_email": words("Which e-mail address does the company's privacy notice give?"),
    "company_pec": words(
        "Where can the company be reached? Its privacy notice gives a certified, e-mail or postal address."
    ),
    "kind": words("Did a person speak (operator), a recording (automated), or nobody (silent)?"),
    "product": words("What was the call about?"),
    "summary": words("What was said? A few sentences in your own words."),
    "consent": words(
        "Did you ever agree to such calls? none, unknown, given, or the date on which you did."
    ),
    "contract_until": words(
        "Do you have a contract with the company? none, running, or the date on which it ended."
    ),
    "nature": words("Was it sales, a scam, or something other? sales, scam, other."),
    "sector": words("What is the company's trade? energy, telecom, other."),
    "adherent": words(
        "Does the company stand in the list of those who joined the code of conduct? yes, no."
    ),
    "customer_code": words("What is your customer code with the operator?"),
    "identity": words("How much shall the letter say of you? full, minimal."),
    "generic": words(
        "What else is known? A report without company, offer and number displayed is refused."
    ),
    "objected_on": words("When did you object to the company? Send that letter first."),
    "name": words("What is your name?"),
    "address": words("What is your postal address?"),
    "tax_code": words("What is your tax code?"),
    "email": words("What is your e-mail address?"),
    "pec": words("Where shall the answer go? A certified, e-mail or postal address of yours."),
    "line": words("Which number of yours was called?"),
    "holder": words("Whose contract is the line?"),
    "rpo_enrolled_on": words("On which day was the line enrolled in the opt-out register?"),
    "rpo_renewed_on": words("On which day was the enrolment last renewed?"),
    "calls": words("Which calls is it about?"),
}
"""Keys as `report --set` and `profile set` take them. `a|b|c` in a pack asks the question of its first."""
