/* What we are, which aws-cdk-lib we equal, and what we stand on. */
#ifndef LUACDK_CLI_VERSION_H
#define LUACDK_CLI_VERSION_H

#include "schema/schema.h"

#include <stdio.h>

#define LUACDK_VERSION "0.1.0"
#define LUACDK_CDK_VERSION SCHEMA_LIBRARY_VERSION

/* A line for each library that is linked in: its name and version. */
void version_print_libraries(FILE *out);

#endif
