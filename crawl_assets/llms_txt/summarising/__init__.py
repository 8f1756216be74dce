"""A page's title and description, in its own words or by a model."""
