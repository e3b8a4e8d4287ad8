/* Comparing assemblies, for `luacdk diff` and `luacdk watch`. */
#ifndef LUACDK_CLI_DIFF_H
#define LUACDK_CLI_DIFF_H

struct invocation;

/* Prints what changed between the templates `against` (see --against) and the assembly in the folder. Whatever is
 * printed from now on counts as untrusted. Returns the exit status. */
int diff_print(const struct invocation *invocation, const char *folder, const char *against);

#endif
