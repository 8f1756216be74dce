"""The database and the files: local libSQL or Turso over HTTP behind one protocol."""
