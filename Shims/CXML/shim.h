// libxml2's parser of HTML. Its encoding handlers hold objects of the system's ICU, whose headers do not go together
// with those of Foundation's own ICU; no handler is touched here.
#pragma once
#include <libxml/xmlversion.h>
#undef LIBXML_ICU_ENABLED
#include <libxml/HTMLparser.h>
