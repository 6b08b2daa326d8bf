"""What tables that a spreadsheet opens must keep to, and the log of calls as one."""
