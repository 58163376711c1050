// libebur128, loudness as EBU R128 measures it.
#pragma once
#include <ebur128.h>
