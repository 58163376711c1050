// libopusenc: Ogg Opus.
#pragma once
#include <opusenc.h>

// Swift cannot call C functions with variable arguments.
static inline int ope_encoder_set_bitrate(OggOpusEnc *encoder, opus_int32 bits_per_second) {
    return ope_encoder_ctl(encoder, OPUS_SET_BITRATE(bits_per_second));
}

// Samples at 48 kHz that a page may wait for more.
static inline int ope_encoder_set_muxing_delay(OggOpusEnc *encoder, opus_int32 samples) {
    return ope_encoder_ctl(encoder, OPE_SET_MUXING_DELAY(samples));
}

static inline int ope_encoder_set_decision_delay(OggOpusEnc *encoder, opus_int32 samples) {
    return ope_encoder_ctl(encoder, OPE_SET_DECISION_DELAY(samples));
}
