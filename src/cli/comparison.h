/* What a script makes now, compared with what is there or was: for `luacdk diff` and `luacdk ls --affected`. */
#ifndef LUACDK_CLI_COMPARISON_H
#define LUACDK_CLI_COMPARISON_H

#include "cli/options.h"

/* Runs the script in a temporary folder and calls the Lua module with both assemblies (see tool.h). `against`: the
 * folder of an assembly or of templates, a template, or git:REV; NULL: where the script's assembly would be written.
 * Returns the exit status. */
int compare_assemblies(const struct invocation *invocation, const char *against, const char *module);

/* The last step alone: calls the module for the assembly in `folder` and the one in `against`. */
int compare_folders(const struct invocation *invocation, const char *folder, const char *against, const char *module);

#endif
