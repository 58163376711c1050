// libxml2's parser of HTML.
#pragma once
#include <libxml/HTMLparser.h>
