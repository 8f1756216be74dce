"""Sixty labelled pages of many shapes, made here: what a reader reads is known, whatever stands around it."""
