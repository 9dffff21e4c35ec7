"""Owns wire messages with control bytes between their fields: IPTC 7901 and ANPA bulletin 1312."""
