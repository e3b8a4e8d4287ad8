/* The assembly that a script made in an earlier revision of its Git repository. */
#ifndef LUACDK_CLI_REVISION_H
#define LUACDK_CLI_REVISION_H

#include "base/arena.h"
#include "cli/options.h"

/* Checks out the revision into a temporary folder below `scratch` (checkout.h), runs the script there with the options of
 * the invocation, in a process of its own, and returns the folder with its assembly. A script that was renamed since is
 * found under its old name. Returns NULL after reporting an error. Whoever made `scratch` removes it. */
const char *revision_synth(struct arena *arena, const struct invocation *invocation, const char *revision,
                           const char *scratch);

#endif
