"""Place 6: who calls, when and how often, as charts and as a page to keep."""
