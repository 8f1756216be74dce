"""Which rows are one activity, among themselves and with those that are there."""
