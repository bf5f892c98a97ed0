"""From an uploaded recording to an MP3 of ours, in a bounded child process."""
