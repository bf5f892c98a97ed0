"""The signal that the settings of a practice have changed."""

from blinker import Signal

# Sent after the commit: cached pages have to compare the practice's revision again.
practice_changed = Signal()
