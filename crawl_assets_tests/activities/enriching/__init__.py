"""What is added to activities from outside: pictures, places, vectors."""
