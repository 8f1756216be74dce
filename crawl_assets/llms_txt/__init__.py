"""llms.txt files of web sites: composed, checked, published, and kept up to date."""
