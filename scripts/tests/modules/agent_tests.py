"""Clients of other speech services on pocket-tts serve; run by scripts/test agents."""

import unittest

from cartesia_tests import Cartesia
from elevenlabs_tests import ElevenLabs
from livekit_tests import LiveKit
from pipecat_tests import Pipecat

if __name__ == "__main__":
    unittest.main(verbosity=2)
