/* Decides, before a run, which stacks it will write. */
#ifndef LUACDK_CLI_PLAN_H
#define LUACDK_CLI_PLAN_H

#include "base/arena.h"
#include "base/strbuf.h"
#include "cli/options.h"
#include "cli/run.h"

/* The paths of the stacks that the invocation names and of those that they depend on; NULL: all, because none are
 * named. To find out which stacks a script has, a separate process first runs it as a dry run: its output is not shown,
 * and its side effects happen twice. If the script fails there, all its stacks are left to the run itself. Returns
 * STATUS_OK, or another exit status after reporting that no stack has such a name. */
int plan_stacks(struct arena *arena, const struct invocation *invocation, const char *output, struct plan *plan);

/* Runs the script of the invocation as such a dry run, with the action DEFINITION_PLAN or DEFINITION_COMPLETE. Appends
 * its stacks as JSON, or what completes the options of a definition; nothing if the script fails. Returns 0, or -1 with
 * *error. */
int plan_ask(struct arena *arena, const struct invocation *invocation, const char *output, int action,
             struct strbuf *text, struct error *error);

/* The same with any action and the Lua module whose function then describes the run, with text as its result. A script
 * that fails shows its error. */
int plan_describe(struct arena *arena, const struct invocation *invocation, int action, const char *module,
                  struct strbuf *text, struct error *error);

#endif
