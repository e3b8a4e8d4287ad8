/* What we are, and which aws-cdk-lib we equal. */
#ifndef LUACDK_CLI_VERSION_H
#define LUACDK_CLI_VERSION_H

#include "engine/schema.h"

#define LUACDK_VERSION "0.1.0"
#define LUACDK_CDK_VERSION SCHEMA_LIBRARY_VERSION

#endif
