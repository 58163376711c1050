"""Faults of machines and clients, on pocket-tts; run by scripts/test faults."""

import unittest

if __name__ == "__main__":
    unittest.main(verbosity=2)
