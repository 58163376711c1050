#define _GNU_SOURCE
#include "pocket_tts_library.h"
#include <dlfcn.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

static _Thread_local char error_text[1024];

void library_keep_error(const char *text) {
    size_t length = strnlen(text, sizeof error_text - 1);
    // No character is cut in the middle: continuation bytes are 10xxxxxx.
    while (length > 0 && text[length] != 0 && (text[length] & 0xC0) == 0x80) length--;
    memcpy(error_text, text, length);
    error_text[length] = 0;
}

const char *pocket_tts_error_text(void) { return error_text; }

uint32_t pocket_tts_abi_version(void) { return POCKET_TTS_ABI_VERSION; }

pocket_tts_code pocket_tts_stream_options_init(pocket_tts_stream_options *options, size_t size) {
    if (options == NULL || size < sizeof *options) {
        library_keep_error("options is NULL or too small");
        return POCKET_TTS_BAD_ARGUMENT;
    }
    memset(options, 0, size);
    options->size = size;
    options->seed = -1;
    options->temperature = -1;
    options->normalizes = 1;
    return POCKET_TTS_OK;
}

const char *library_own_path(void) {
    static _Thread_local char path[PATH_MAX];
    Dl_info information;
    if (dladdr((void *)&library_own_path, &information) == 0) return NULL;
    return realpath(information.dli_fname, path);
}
