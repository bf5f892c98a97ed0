"""Meetings of the practice with helpers of the neighbourhood: a sheet for each patient who agreed."""
