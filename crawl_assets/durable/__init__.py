"""Retriable, memoised steps inside one asset: a paid call is bought once."""
