#include "CKernels.h"
int fq_placeholder(void){return 0;}
