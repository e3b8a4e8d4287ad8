/* Our version, the aws-cdk-lib that we equal, and the libraries that we use. */
#ifndef LUACDK_CLI_VERSION_H
#define LUACDK_CLI_VERSION_H

#include "base/version.h"
#include "schema/schema.h"

#include <stdio.h>

#define LUACDK_DATE "2026-11-29" /* of the manual page: a constant, so that every build makes the same page */
#define LUACDK_CDK_VERSION SCHEMA_LIBRARY_VERSION

/* Prints a line for each library that is linked in: its name and version. */
void version_print_libraries(FILE *out);

#endif
