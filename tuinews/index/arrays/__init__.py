"""Owns arrays in files: named, checksummed, memory-mapped, and arithmetic on ragged ones."""
