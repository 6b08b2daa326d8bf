"""What modems say of calls, in the forms that their makers have chosen; bytes and the time in, events out."""
