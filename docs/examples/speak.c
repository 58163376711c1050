/* Speaks a text into a file of 32-bit floats, and prints when each word is spoken.
 *   cc -o speak speak.c -lpockettts && ./speak "Hello world." hello.f32
 *   aplay -f FLOAT_LE -r 24000 hello.f32
 */
#include <pocket_tts.h>
#include <stdio.h>

static int failed(const char *what) {
    fprintf(stderr, "%s: %s\n", what, pocket_tts_error_text());
    return 1;
}

int main(int argc, char **argv) {
    if (argc != 3) return fprintf(stderr, "usage: speak TEXT FILE\n"), 64;
    pocket_tts_model model;
    pocket_tts_voice voice;
    pocket_tts_stream stream;
    pocket_tts_stream_options options;
    pocket_tts_stream_options_init(&options, sizeof options);
    options.reports_words = 1;
    if (pocket_tts_model_open(NULL, NULL, &model)) return failed("the model");
    if (pocket_tts_voice_open(model, NULL, &voice)) return failed("the voice");
    if (pocket_tts_stream_open(model, voice, argv[1], &options, &stream)) return failed("the text");

    FILE *file = fopen(argv[2], "wb");
    if (file == NULL) return perror(argv[2]), 73;
    float samples[1920];
    size_t count;
    pocket_tts_code code;
    pocket_tts_word word = {.size = sizeof word};
    do {
        code = pocket_tts_stream_read(stream, samples, 1920, &count);
        if (code == POCKET_TTS_OK) fwrite(samples, sizeof *samples, count, file);
        while (pocket_tts_stream_word(stream, &word) == POCKET_TTS_OK)
            printf("%6.2f  %.*s\n", word.start, (int)(word.text_end - word.text_start), argv[1] + word.text_start);
    } while (code == POCKET_TTS_OK);
    fclose(file);
    if (code != POCKET_TTS_END) return failed("the speech");
    pocket_tts_stream_close(stream);
    pocket_tts_voice_close(voice);
    pocket_tts_model_close(model);
    return 0;
}
