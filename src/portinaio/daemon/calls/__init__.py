"""The life of a call: lines report it here; it is judged, acted upon, published and written down."""
