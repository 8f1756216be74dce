"""What we tell people: mail, and a feed of changes."""
