"""The whole house in one file, and back: what is in it, taking it while calls come in, and putting it in place of what there is."""
