"""Learned ranges: callers change numbers, but they rent them by the block.

So what was reported of late says something of the numbers beside it. `model` is what is believed and how it was found,
`learning` what an index file keeps for it, `falloff` what is learned of each country, `draft` the file before it is one;
`notes` reads what was kept, `query` is the answer for one caller, `near` that of the numbers next to it.
"""
