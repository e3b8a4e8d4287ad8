/* Which stacks a run is to write, before it runs. */
#ifndef LUACDK_CLI_PLAN_H
#define LUACDK_CLI_PLAN_H

#include "base/arena.h"
#include "cli/options.h"
#include "cli/run.h"

/* The paths of the stacks that the invocation names and of those that they depend on; NULL: all, as none are named. To
 * find out what a script has, a process of its own runs it without making anything: what it prints is not shown, and
 * what it does beside that is done twice. A script that fails there is left to the run itself, with all of its stacks.
 * Returns STATUS_OK, or another exit status after a report when no stack has such a name. */
int plan_stacks(struct arena *arena, const struct invocation *invocation, const char *output, struct plan *plan);

#endif
