"""What telephones, routers and dial plans may ask over the network, each by its own token: PhoneBlock's API, the contracts of
other apps, the numbers that the house blocks as files and as address books, and a page for a telephone's screen.

A device may look a caller up, read the last calls and what it is given to keep, report or allow one number, and take that
back; nothing else. `devices` knows who asks, `app` lets in, and each of the others answers one kind of question.
"""
