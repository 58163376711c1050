/* Calls every function of pocket_tts.h rightly and wrongly, from several threads; run by scripts/test library. */
#define _DEFAULT_SOURCE
#include <math.h>
#include <pocket_tts.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define CHECK(condition)                                                                                   \
    do {                                                                                                   \
        if (!(condition)) {                                                                                \
            fprintf(stderr, "%s:%d: %s (%s)\n", __FILE__, __LINE__, #condition, pocket_tts_error_text());   \
            exit(1);                                                                                       \
        }                                                                                                  \
    } while (0)

/* The layout that programs were compiled against. */
_Static_assert(sizeof(pocket_tts_model_options) == 24 && offsetof(pocket_tts_model_options, threads) == 16, "ABI");
_Static_assert(sizeof(pocket_tts_stream_options) == 32, "ABI");
_Static_assert(offsetof(pocket_tts_stream_options, reports_words) == 28, "ABI");
_Static_assert(sizeof(pocket_tts_word) == 40 && offsetof(pocket_tts_word, start) == 24, "ABI");

static const char *text = "Hello world. The quick brown fox jumps over the lazy dog.";

static void wrong_arguments(pocket_tts_model model, pocket_tts_voice voice) {
    pocket_tts_model other;
    pocket_tts_voice none;
    pocket_tts_stream stream;
    pocket_tts_word word = {.size = sizeof word};
    pocket_tts_stream_options options;
    float sample = 0;
    size_t count;
    int32_t rate;
    pocket_tts_model nothing = (pocket_tts_model)0x12345;

    CHECK(pocket_tts_model_open(NULL, NULL, NULL) == POCKET_TTS_BAD_ARGUMENT);
    CHECK(pocket_tts_model_open("/no/such/folder", NULL, &other) == POCKET_TTS_NO_FILE);
    CHECK(strstr(pocket_tts_error_text(), "/no/such/folder") != NULL);
    CHECK(pocket_tts_model_open("\xff\xfe", NULL, &other) == POCKET_TTS_BAD_ARGUMENT);
    pocket_tts_model_options wrong = {.size = 3};
    CHECK(pocket_tts_model_open(NULL, &wrong, &other) == POCKET_TTS_BAD_ARGUMENT);
    wrong = (pocket_tts_model_options){.size = sizeof wrong, .precision = "f99"};
    CHECK(pocket_tts_model_open(NULL, &wrong, &other) == POCKET_TTS_BAD_ARGUMENT);
    wrong = (pocket_tts_model_options){.size = sizeof wrong, .threads = -5};
    CHECK(pocket_tts_model_open(NULL, &wrong, &other) == POCKET_TTS_BAD_ARGUMENT);

    CHECK(pocket_tts_model_sample_rate(NULL, &rate) == POCKET_TTS_BAD_HANDLE);
    CHECK(pocket_tts_model_sample_rate(nothing, &rate) == POCKET_TTS_BAD_HANDLE);
    CHECK(pocket_tts_model_sample_rate((pocket_tts_model)(void *)voice, &rate) == POCKET_TTS_BAD_HANDLE);
    CHECK(pocket_tts_model_sample_rate(model, NULL) == POCKET_TTS_BAD_ARGUMENT);
    CHECK(pocket_tts_voice_open(model, "nobody", &none) == POCKET_TTS_NO_FILE);
    CHECK(pocket_tts_voice_open(NULL, NULL, &none) == POCKET_TTS_BAD_HANDLE);
    CHECK(pocket_tts_voice_open(model, NULL, NULL) == POCKET_TTS_BAD_ARGUMENT);
    CHECK(pocket_tts_voice_clone(model, NULL, 5, &none) == POCKET_TTS_BAD_ARGUMENT);
    CHECK(pocket_tts_voice_clone(model, &sample, 0, &none) == POCKET_TTS_BAD_ARGUMENT);
    CHECK(pocket_tts_voice_clone(model, &sample, 1, &none) == POCKET_TTS_BAD_DATA);
    sample = NAN;
    CHECK(pocket_tts_voice_clone(model, &sample, 1, &none) == POCKET_TTS_BAD_DATA);

    CHECK(pocket_tts_stream_options_init(NULL, 32) == POCKET_TTS_BAD_ARGUMENT);
    CHECK(pocket_tts_stream_options_init(&options, 1) == POCKET_TTS_BAD_ARGUMENT);
    CHECK(pocket_tts_stream_options_init(&options, sizeof options) == POCKET_TTS_OK);
    options.temperature = NAN;
    CHECK(pocket_tts_stream_open(model, voice, text, &options, &stream) == POCKET_TTS_BAD_ARGUMENT);
    CHECK(pocket_tts_stream_open(model, voice, NULL, NULL, &stream) == POCKET_TTS_BAD_ARGUMENT);
    CHECK(pocket_tts_stream_open(model, voice, "\xc3\x28", NULL, &stream) == POCKET_TTS_BAD_ARGUMENT);
    CHECK(pocket_tts_stream_open(model, voice, "  ", NULL, &stream) == POCKET_TTS_BAD_DATA);
    CHECK(pocket_tts_stream_open(model, voice, text, NULL, NULL) == POCKET_TTS_BAD_ARGUMENT);
    CHECK(pocket_tts_stream_open((pocket_tts_model)(void *)voice, voice, text, NULL, &stream) == POCKET_TTS_BAD_HANDLE);
    CHECK(pocket_tts_stream_read(NULL, &sample, 1, &count) == POCKET_TTS_BAD_HANDLE);
    CHECK(pocket_tts_stream_word(NULL, &word) == POCKET_TTS_BAD_HANDLE);
    CHECK(pocket_tts_stream_cancel(NULL) == POCKET_TTS_BAD_HANDLE);
    CHECK(pocket_tts_stream_close(NULL) == POCKET_TTS_BAD_HANDLE);

    CHECK(pocket_tts_stream_open(model, voice, text, NULL, &stream) == POCKET_TTS_OK);
    CHECK(pocket_tts_stream_read(stream, NULL, 1, &count) == POCKET_TTS_BAD_ARGUMENT);
    CHECK(pocket_tts_stream_read(stream, &sample, 0, &count) == POCKET_TTS_BAD_ARGUMENT);
    CHECK(pocket_tts_stream_read(stream, &sample, 1, NULL) == POCKET_TTS_BAD_ARGUMENT);
    word.size = 1;
    CHECK(pocket_tts_stream_word(stream, &word) == POCKET_TTS_BAD_ARGUMENT);
    CHECK(pocket_tts_stream_word(stream, NULL) == POCKET_TTS_BAD_ARGUMENT);
    CHECK(pocket_tts_stream_close(stream) == POCKET_TTS_OK);
    CHECK(pocket_tts_stream_close(stream) == POCKET_TTS_BAD_HANDLE);
}

/* Reads a stream to its end; the sum of the samples' squares. */
static double speak(pocket_tts_model model, pocket_tts_voice voice, size_t block, int *words) {
    pocket_tts_stream_options options;
    pocket_tts_stream stream;
    CHECK(pocket_tts_stream_options_init(&options, sizeof options) == POCKET_TTS_OK);
    options.seed = 7;
    options.reports_words = 1;
    CHECK(pocket_tts_stream_open(model, voice, text, &options, &stream) == POCKET_TTS_OK);
    float samples[4096];
    size_t count;
    double energy = 0;
    pocket_tts_word word = {.size = sizeof word};
    pocket_tts_code code;
    *words = 0;
    do {
        code = pocket_tts_stream_read(stream, samples, block, &count);
        if (code == POCKET_TTS_OK) {
            CHECK(count > 0 && count <= block);
            for (size_t i = 0; i < count; i++) energy += samples[i] * samples[i];
        }
        while (pocket_tts_stream_word(stream, &word) == POCKET_TTS_OK) {
            CHECK(word.text_start < word.text_end && word.text_end <= strlen(text) && word.end >= word.start);
            ++*words;
        }
    } while (code == POCKET_TTS_OK);
    CHECK(code == POCKET_TTS_END);
    CHECK(pocket_tts_stream_read(stream, samples, 1, &count) == POCKET_TTS_END);
    CHECK(pocket_tts_stream_word(stream, &word) == POCKET_TTS_END);
    CHECK(pocket_tts_stream_close(stream) == POCKET_TTS_OK);
    return energy;
}

struct shared {
    pocket_tts_model model;
    pocket_tts_voice voice;
    pocket_tts_stream stream;
    double energy;
};

static void *speak_beside(void *context) {
    struct shared *shared = context;
    int words;
    shared->energy = speak(shared->model, shared->voice, 1000, &words);
    return NULL;
}

static void *read_until_cancelled(void *context) {
    struct shared *shared = context;
    float samples[256];
    size_t count;
    pocket_tts_code code;
    do code = pocket_tts_stream_read(shared->stream, samples, 256, &count);
    while (code == POCKET_TTS_OK);
    /* A reader that comes after the handle is gone finds no stream. */
    CHECK(code == POCKET_TTS_CANCELLED || code == POCKET_TTS_BAD_HANDLE || code == POCKET_TTS_END);
    return NULL;
}

int main(void) {
    CHECK(pocket_tts_abi_version() == POCKET_TTS_ABI_VERSION);
    CHECK(strlen(pocket_tts_version()) > 0);
    pocket_tts_model model;
    pocket_tts_voice voice;
    pocket_tts_model_options options = {.size = sizeof options, .precision = "int8", .threads = 2};
    CHECK(pocket_tts_model_open(NULL, &options, &model) == POCKET_TTS_OK);
    int32_t rate = 0;
    CHECK(pocket_tts_model_sample_rate(model, &rate) == POCKET_TTS_OK && rate == 24000);
    CHECK(pocket_tts_voice_open(model, "woman", &voice) == POCKET_TTS_OK);
    wrong_arguments(model, voice);

    int words, again;
    double alone = speak(model, voice, 4096, &words);
    CHECK(alone > 1 && words == 11);
    CHECK(speak(model, voice, 77, &again) == alone && again == words);

    pthread_t threads[4];
    struct shared beside[4];
    for (int i = 0; i < 4; i++) {
        beside[i] = (struct shared){.model = model, .voice = voice};
        CHECK(pthread_create(&threads[i], NULL, speak_beside, &beside[i]) == 0);
    }
    for (int i = 0; i < 4; i++) pthread_join(threads[i], NULL);
    for (int i = 0; i < 4; i++) CHECK(beside[i].energy == alone);

    for (int closes = 0; closes < 2; closes++) {
        struct shared shared = {.model = model, .voice = voice};
        CHECK(pocket_tts_stream_open(model, voice, text, NULL, &shared.stream) == POCKET_TTS_OK);
        for (int i = 0; i < 2; i++) CHECK(pthread_create(&threads[i], NULL, read_until_cancelled, &shared) == 0);
        usleep(50 * 1000);
        if (closes) CHECK(pocket_tts_stream_close(shared.stream) == POCKET_TTS_OK);
        else CHECK(pocket_tts_stream_cancel(shared.stream) == POCKET_TTS_OK);
        for (int i = 0; i < 2; i++) pthread_join(threads[i], NULL);
        if (!closes) CHECK(pocket_tts_stream_close(shared.stream) == POCKET_TTS_OK);
    }

    /* A stream keeps what it needs. */
    pocket_tts_stream last;
    CHECK(pocket_tts_stream_open(model, voice, "Good bye.", NULL, &last) == POCKET_TTS_OK);
    CHECK(pocket_tts_voice_close(voice) == POCKET_TTS_OK && pocket_tts_voice_close(voice) == POCKET_TTS_BAD_HANDLE);
    CHECK(pocket_tts_model_close(model) == POCKET_TTS_OK && pocket_tts_model_close(model) == POCKET_TTS_BAD_HANDLE);
    float sample;
    size_t count;
    CHECK(pocket_tts_stream_read(last, &sample, 1, &count) == POCKET_TTS_OK);
    CHECK(pocket_tts_stream_close(last) == POCKET_TTS_OK);
    puts("library: all checks hold");
    return 0;
}
