// libsonic, speech faster or slower at its own pitch.
#pragma once
#include <sonic.h>
