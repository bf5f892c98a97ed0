"""From uploaded bytes to the lines of a file, in a bounded child process."""
