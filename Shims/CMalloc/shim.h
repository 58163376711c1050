// What glibc's allocator has beside malloc and free; Swift's Glibc leaves it out.
#pragma once
#ifdef __linux__
#include <malloc.h>
#endif
