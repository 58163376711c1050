// libsndfile: reading audio files.
#pragma once
#include <sndfile.h>
