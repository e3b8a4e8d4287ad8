/* The context that a script starts with, and where its output goes, as the `cdk` command line passes them on or, when
 * luacdk is run by hand, as the project's files say. */
#ifndef LUACDK_HOST_CONTEXT_H
#define LUACDK_HOST_CONTEXT_H

#include "base/arena.h"
#include "base/error.h"

#include <cjson/cJSON.h>
#include <stddef.h>

/* One `-c key=value`. */
struct context_entry {
    const char *key, *value;
};

/* Puts the context together: under the `cdk` command line CDK_CONTEXT_JSON and its overflow file, by hand cdk.json's
 * "context" and cdk.context.json of the working folder; the entries given go on top, as strings, which are not copied.
 * Returns an object from the arena, or NULL with the file and place of what is wrong in it. */
cJSON *context_load(struct arena *arena, const struct context_entry *entries, size_t count, struct error *error);

/* True when the `cdk` command line runs us: it says which version it is. CDK_OUTDIR alone anyone may set. */
int context_under_cdk(void);

#endif
