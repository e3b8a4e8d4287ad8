/* Writing the assembly of a script, for `luacdk synth` and `luacdk watch`. */
#ifndef LUACDK_CLI_SYNTH_H
#define LUACDK_CLI_SYNTH_H

#include "cli/run.h"

/* Runs the script of the invocation for the stacks that it names, and writes its rule for make and ninja. Reports
 * errors and what was written. Returns the exit status. */
int synth(struct arena *arena, const struct invocation *invocation, const char *output, struct run_result *written);

#endif
