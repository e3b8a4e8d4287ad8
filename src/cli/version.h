/* What we are, and which aws-cdk-lib we equal. */
#ifndef LUACDK_CLI_VERSION_H
#define LUACDK_CLI_VERSION_H

#define LUACDK_VERSION "0.1.0"
#define LUACDK_CDK_VERSION "2.276.0"

#endif
