"""What is added to activities: pictures, places, vectors."""
