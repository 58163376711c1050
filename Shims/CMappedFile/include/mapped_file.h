#ifndef POCKET_MAPPED_FILE_H
#define POCKET_MAPPED_FILE_H

#include <stdbool.h>
#include <stddef.h>

/// Maps a file read-only, and guards the mapping: where pages of it cannot be read, because the file was shortened or
/// its disk fails, they read as zeros from then on, and pocket_mapping_lost_pages() is true. Without the guard the
/// system ends the process with SIGBUS.
///
/// The first call installs a handler of SIGBUS, which passes on what is not of such a mapping to the handler before it.
/// Beyond 256 guarded mappings, and for an empty file, there is none: the contents are read into memory.
/// - Parameter guard: receives the number of the mapping, -1 without one.
/// - Returns: the address, NULL for an empty file, MAP_FAILED with errno if the file cannot be mapped or read.
void *pocket_map_file(int descriptor, size_t size, int *guard);

bool pocket_mapping_lost_pages(int guard);

void pocket_unmap_file(void *address, size_t size, int guard);

#endif
