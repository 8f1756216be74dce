"""`make demo`: the whole job on sample sites, a module a system."""
