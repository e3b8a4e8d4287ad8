/* The script of the project in the working folder. */
#ifndef LUACDK_CLI_PROJECT_H
#define LUACDK_CLI_PROJECT_H

#include "base/arena.h"
#include "cli/options.h"

/* Where the command line names no FILE, and a command runs one (or no command is given, which means `synth`), takes the
 * one that `"app": "luacdk FILE"` in cdk.json of the working folder names. Changes nothing if "app" says anything else:
 * other programs, options, or words that a shell would have to read. */
void project_complete(struct arena *arena, struct invocation *invocation);

#endif
