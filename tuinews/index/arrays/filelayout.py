"""Owns what a segment file looks like, to those who write one and those who read it.

Layout: arrays, each filled up to a multiple of 64 bytes, little-endian; then the CRC-32 of every
block of 64 KiB of every array; then a JSON directory; then a footer of fixed size that holds the
directory's length, its CRC-32 and a magic with the format version.
"""

from __future__ import annotations

import struct
from typing import Final

FORMAT: Final = 4
BLOCK: Final = 1 << 16
"""Bytes that share a checksum."""
ALIGN: Final = 64
MAGIC: Final = b"tuinews\x04"
FOOTER: Final = struct.Struct("<QI4x8s")
