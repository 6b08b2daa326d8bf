"""Numbers as a log may hold them: enough to recognise, too little to call."""


def masked(number: str) -> str:
    """`+33162•••••42`: the first six and the last two characters; shorter ones wholly."""
    if len(number) <= 8:
        return "•" * len(number)
    return f"{number[:6]}{'•' * (len(number) - 8)}{number[-2:]}"
