// What the library's Swift part needs of C.
#pragma once
#include "pocket_tts.h"

// Keeps the reason of the calling thread's failure; a longer one is cut.
void library_keep_error(const char *text);
// The path of the file that this code was loaded from, NULL if it is unknown; valid until the thread's next call.
const char *library_own_path(void);
