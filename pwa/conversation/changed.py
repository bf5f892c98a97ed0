"""Signals that a conversation has changed, for rooms above that keep rows of their own about it.

`pwa/app.py` connects them. A receiver works in the sender's transaction and does not commit.
"""

from blinker import Signal

# Documents were destroyed. Sender: the `Conversation`, locked. `work`; `kinds`: of the documents.
documents_erased = Signal()
# A merge, or its undoing, moves what hangs on a plan to another conversation, both locked. Sender:
# the `OpenConversation` that it leaves. `work`; `target`: the other `Conversation`; `only_from`: id
# of the conversation that a merge brought it from, when that merge is undone, else None.
plans_moved = Signal()
