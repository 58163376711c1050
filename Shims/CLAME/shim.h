// libmp3lame: MP3.
#pragma once
#include <stddef.h>
#include <stdio.h>
#include <lame/lame.h>
