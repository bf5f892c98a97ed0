"""The access log for people: the manager's page, the export, the commands."""
