/* The context that a script starts with, and where its output goes: from the `cdk` command line or, if luacdk is run by
 * hand, from the project's files. */
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

/* Assembles the context: under the `cdk` command line from CDK_CONTEXT_JSON and its overflow file, by hand from the
 * "context" of cdk.json and from cdk.context.json in the working folder. The given entries override these, as strings,
 * which are not copied. Returns an object from the arena, or NULL with the file and position of the mistake. */
cJSON *context_load(struct arena *arena, const struct context_entry *entries, size_t count, struct error *error);

/* The "app" of cdk.json in the working folder, from the arena; NULL if there is none, or no such file that can be read. */
const char *context_project_app(struct arena *arena);

/* True if the `cdk` command line runs us: it passes its version. (Anyone may set CDK_OUTDIR.) */
int context_under_cdk(void);

#endif
