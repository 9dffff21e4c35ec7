"""What one reader did with the articles of an archive."""
