"""The journal: digests of what was erased or ended, in a file, so that a restore can repeat it."""
