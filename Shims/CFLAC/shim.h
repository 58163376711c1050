// libFLAC, lossless.
#pragma once
#include <FLAC/stream_encoder.h>

static inline const char *pocket_flac_version(void) { return FLAC__VERSION_STRING; }
