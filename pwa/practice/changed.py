"""What others are told when the settings of a practice change."""

from blinker import Signal

# Sent after the commit; pages that are kept for a practice have to look again.
practice_changed = Signal()
