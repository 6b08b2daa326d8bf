"""The porter's desk: from a logged call to a finished complaint. It drafts; the user sends."""
