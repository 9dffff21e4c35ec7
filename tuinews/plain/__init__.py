"""Owns browsing line by line, for screen readers, dumb terminals and scripts; draws nothing."""
