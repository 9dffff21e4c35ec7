"""Owns marked-up text: HTML and XML, in whatever state, become blocks of words at bounded cost."""
