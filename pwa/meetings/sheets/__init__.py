"""The sheet of one patient: asked for, taken off, its outcome put into the plan."""
