"""Faults of machines and clients, on pocket-tts; run by scripts/test faults."""

import unittest

from crowd_tests import Crowds
from disk_tests import Disk
from kill_tests import Killed
from resource_tests import Scarce

if __name__ == "__main__":
    unittest.main(verbosity=2)
