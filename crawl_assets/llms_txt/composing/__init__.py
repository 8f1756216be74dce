"""What is published of a site: files by rules alone, equal pages giving equal bytes."""
