"""The browser: reads an archive's index and articles through the packages that own them."""
