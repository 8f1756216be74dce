"""Webhooks, received once each, and the sensors that turn them into runs."""
