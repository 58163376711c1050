#include "flow_kernels.h"
int fk_placeholder(void) { return 1; }
