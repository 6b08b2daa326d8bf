"""Parts of screens that know nothing of places: tables, bars of keys, dialogs, what stands in an empty place."""
