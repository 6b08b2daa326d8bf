"""What screens are made from: frame and keys, requests in threads, tables with a pane beside them, rows marked together."""
