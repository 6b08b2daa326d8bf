"""`index.html` of a site: for whoever finds it in a browser, and for the owner of a number that stands on it."""

from __future__ import annotations

from datetime import date
from html import escape
from typing import TYPE_CHECKING

from portinaio.lists.site.fingerprint import shown
from portinaio.lists.sync.site.trust import moved

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tuf.api.metadata import Root

    from portinaio.lists.site.manifest import Manifest

_PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>
body {{ font: 1.05rem/1.6 system-ui, sans-serif; max-width: 42rem; margin: 3rem auto; padding: 0 1.2rem; color: #222; background: #fff; }}
h1 {{ line-height: 1.2; }}
code {{ background: #f1f1ee; padding: .1rem .3rem; border-radius: .2rem; overflow-wrap: anywhere; }}
dt {{ font-weight: 600; }}
dd {{ margin: 0 0 .7rem; }}
@media (prefers-color-scheme: dark) {{ body {{ color: #ddd; background: #191919; }} code {{ background: #2b2b2b; }} a {{ color: #8cf; }} }}
</style>
</head>
<body>
<h1>{title}</h1>
{moved}<p>A list of telephone numbers that people were bothered by. Programs that screen calls read it; it is no judgement of
a court, and a number can be forged.</p>
<dl>
{facts}
</dl>
<h2>To subscribe</h2>
<p>With <a href="https://pypi.org/project/portinaio/">Portinaio</a>, and this page's address:</p>
<p><code>portinaio lists add ADDRESS --root {root}</code></p>
<p>The fingerprint of its first root, to compare with what its publisher has told you elsewhere:<br><code>{shown}</code></p>
<h2>If a number is yours</h2>
<p>{appeal}</p>
<p>Say which number it is and how you can be reached. What is taken off the list goes from every program that reads it
with its next look, within a day as a rule.</p>
</body>
</html>
"""
PRIVATE_PAGE = """<!doctype html>
<html lang="en"><meta charset="utf-8"><title>Private</title>
<p>Nothing is to be read here. Whoever was invited joins with the word that they were given.</p>
</html>
"""
_NOBODY = "The publisher has not said whom to ask. Whoever runs this address on the web can be found by its domain."


def page(manifest: Manifest, fingerprint: str, root: Root) -> str:
    about = manifest.about
    title = escape(about.title or "A list of unwanted callers")
    facts = "\n".join(f"<dt>{escape(name)}</dt><dd>{text}</dd>" for name, text in _facts(manifest))
    address = moved(root)
    said = f"<p><strong>It has moved to {_link(address)}.</strong></p>\n" if address else ""
    appeal = f"Write to {_link(about.appeal)}." if about.appeal else _NOBODY
    return _PAGE.format(
        title=title,
        facts=facts,
        moved=said,
        root=escape(fingerprint),
        shown=escape(shown(fingerprint)),
        appeal=appeal,
    )


def _facts(manifest: Manifest) -> Iterator[tuple[str, str]]:
    about = manifest.about
    yield "Numbers and ranges", f"{manifest.rows:,}"
    yield "Last changed", date.fromordinal(manifest.day).isoformat()
    yield "Licence", escape(about.licence or "not named; ask the publisher before you pass it on")
    if about.publisher:
        yield "Publisher", escape(about.publisher)
    yield "Where the numbers come from", escape(about.source or "the publisher has not said")
    if about.homepage:
        yield "More", _link(about.homepage)


def _link(address: str) -> str:
    """Of an address of the web or of mail; anything else is text."""
    text = escape(address)
    if address.startswith(("https://", "http://")):
        return f'<a href="{text}">{text}</a>'
    if "@" in address and " " not in address and ":" not in address:
        return f'<a href="mailto:{text}">{text}</a>'
    return text
