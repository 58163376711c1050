// libzip, reading of ZIP archives.
#pragma once
#include <zip.h>
