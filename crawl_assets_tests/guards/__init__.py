"""Guards that keep the house in order: each fails with the line that breaks a rule and what to do about it."""
