"""Activities for families, read from web sites: standardized, enriched, reviewed and imported."""
