"""One memory-mapped file per list: single numbers, beginnings and stretches, with what the list knows of each.

`layout` describes the file byte by byte, `reader` looks numbers up, `build` writes the file in one stream, `changes`
lays a day's differences over it, `sightings` knows since when what gives no day itself is listed, and `swallow_check`
says which rows may not stand in a list at all.
"""
