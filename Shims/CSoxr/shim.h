// libsoxr: sample rate conversion.
#pragma once
#include <soxr.h>
