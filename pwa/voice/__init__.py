"""Everything that a patient can read can be heard: recordings, clips of a computer voice, sound files."""
