#include <stddef.h>
#include <stdint.h>

/// libFuzzer's own main program, with a function that gets one input after another.
int LLVMFuzzerRunDriver(int *argc, char ***argv, int (*run)(const uint8_t *data, size_t size));
