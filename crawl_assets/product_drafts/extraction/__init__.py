"""What a shop page says about its product: candidates from every source, then one decision a field. No network."""
