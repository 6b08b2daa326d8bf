"""Place 7: every key of config.toml."""
