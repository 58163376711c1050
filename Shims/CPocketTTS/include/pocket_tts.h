/* libpockettts: text to speech on the CPU, streamed while it is computed.
 *
 * Handles. A handle names a model, a voice or a stream. It is no address: a handle that was closed, was never given out
 * or is NULL makes a function return POCKET_TTS_BAD_HANDLE. A function that returns anything but POCKET_TTS_OK writes
 * nothing to its results.
 *
 * Ownership. Whoever opens a handle closes it, in any order: a stream keeps its voice and model, a voice keeps its
 * model. The library copies every string and array that it is given. Results lie in memory of the caller.
 *
 * Threads. Every function may be called from any thread at any time. One model serves all threads; streams of one model
 * share each pass over its weights. Reads of one stream wait for each other. Functions that block:
 * pocket_tts_model_open, pocket_tts_voice_open, pocket_tts_voice_clone, pocket_tts_stream_open, pocket_tts_stream_read.
 * Do not fork a process that has opened a model.
 *
 * Errors. Functions return a code. pocket_tts_error_text has the reason in words, for the calling thread.
 *
 * Stability. A program that was linked against one version runs with every later version of the same
 * POCKET_TTS_ABI_VERSION. Structures begin with their size, so that they can grow.
 */
#ifndef POCKET_TTS_H
#define POCKET_TTS_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define POCKET_TTS_ABI_VERSION 0

typedef int32_t pocket_tts_code;

/* Done. */
#define POCKET_TTS_OK 0
/* A stream is complete: there is nothing more to read. */
#define POCKET_TTS_END 1
/* No word is known yet: read more samples. */
#define POCKET_TTS_NONE 2
/* An argument is NULL, no UTF-8, or out of range. */
#define POCKET_TTS_BAD_ARGUMENT (-1)
/* A handle that is closed or of another kind. */
#define POCKET_TTS_BAD_HANDLE (-2)
/* A file or folder does not exist or cannot be read. */
#define POCKET_TTS_NO_FILE (-3)
/* A model, a voice or a text that cannot be used. */
#define POCKET_TTS_BAD_DATA (-4)
/* No memory. */
#define POCKET_TTS_NO_MEMORY (-5)
/* The stream was cancelled or closed. */
#define POCKET_TTS_CANCELLED (-6)
/* Anything else. */
#define POCKET_TTS_FAILED (-7)

typedef struct pocket_tts_model_handle *pocket_tts_model;
typedef struct pocket_tts_voice_handle *pocket_tts_voice;
typedef struct pocket_tts_stream_handle *pocket_tts_stream;

typedef struct {
    /* sizeof(pocket_tts_model_options) */
    size_t size;
    /* "bf16", "int8", "int4", "f32"; NULL: as the weights were published. */
    const char *precision;
    /* Threads that compute; 0: 2. */
    int32_t threads;
    /* Streams that speak at the same time, further ones wait; 0: 16. */
    int32_t streams;
} pocket_tts_model_options;

typedef struct {
    /* sizeof(pocket_tts_stream_options) */
    size_t size;
    /* The same text, voice and seed give the same samples; negative: a fresh one. */
    int64_t seed;
    /* The variance of the sampler's noise; negative: the model's own. */
    double temperature;
    /* 1: numbers, dates and symbols are read as people read them. 0: the text is passed to the model as it is. */
    int32_t normalizes;
    /* 1: pocket_tts_stream_word reports when words are spoken. */
    int32_t reports_words;
} pocket_tts_stream_options;

typedef struct {
    /* sizeof(pocket_tts_word) */
    size_t size;
    /* The word's bytes in the text that the stream was given: from text_start up to text_end. */
    size_t text_start, text_end;
    /* Seconds from the start of the speech. */
    double start, end;
} pocket_tts_word;

/* The library's POCKET_TTS_ABI_VERSION. */
uint32_t pocket_tts_abi_version(void);
/* Such as "0.1.0"; never freed. */
const char *pocket_tts_version(void);
/* Why the calling thread's latest call failed, as one line of UTF-8. It is valid until the thread's next call. */
const char *pocket_tts_error_text(void);

/* Opens the model in a folder, or with a weights file in one. path NULL: the small embedded model (English).
 * options may be NULL. */
pocket_tts_code pocket_tts_model_open(
    const char *path, const pocket_tts_model_options *options, pocket_tts_model *model);
/* Samples per second of all speech. */
pocket_tts_code pocket_tts_model_sample_rate(pocket_tts_model model, int32_t *rate);
/* Ends the handle. Running streams go on. */
pocket_tts_code pocket_tts_model_close(pocket_tts_model model);

/* Opens a voice: the name of one in the model's folder, or the path of a voice file (.safetensors).
 * name NULL: the model's first voice by name. */
pocket_tts_code pocket_tts_voice_open(pocket_tts_model model, const char *name, pocket_tts_voice *voice);
/* Clones a voice from a mono recording of 5 to 20 seconds with the model's sample rate, nominally within -1...1.
 * The model must be able to clone. */
pocket_tts_code pocket_tts_voice_clone(
    pocket_tts_model model, const float *samples, size_t count, pocket_tts_voice *voice);
pocket_tts_code pocket_tts_voice_close(pocket_tts_voice voice);

/* The usual options. */
pocket_tts_code pocket_tts_stream_options_init(pocket_tts_stream_options *options, size_t size);
/* Starts speaking a text of UTF-8. voice NULL: none. options may be NULL. Returns when the text has been read; the
 * first samples follow within a fraction of a second. Eight frames (640 ms) are computed ahead of the reader. */
pocket_tts_code pocket_tts_stream_open(
    pocket_tts_model model, pocket_tts_voice voice, const char *text, const pocket_tts_stream_options *options,
    pocket_tts_stream *stream);
/* Waits for samples and writes up to capacity of them, mono, nominally within -1...1; *count says how many, at least
 * one. POCKET_TTS_END: the speech is complete. */
pocket_tts_code pocket_tts_stream_read(pocket_tts_stream stream, float *samples, size_t capacity, size_t *count);
/* The next word, of those whose samples have been read. Never waits. POCKET_TTS_NONE: none is known yet.
 * POCKET_TTS_END: there will be no more. Set word->size first. */
pocket_tts_code pocket_tts_stream_word(pocket_tts_stream stream, pocket_tts_word *word);
/* Ends the speech. A read that waits returns POCKET_TTS_CANCELLED, and so does every later one. */
pocket_tts_code pocket_tts_stream_cancel(pocket_tts_stream stream);
/* Cancels and ends the handle. */
pocket_tts_code pocket_tts_stream_close(pocket_tts_stream stream);

#ifdef __cplusplus
}
#endif

#endif
