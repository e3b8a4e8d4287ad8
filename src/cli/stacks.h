/* The stacks of a written assembly: their names, which of them a pattern matches, and their annotations. */
#ifndef LUACDK_CLI_STACKS_H
#define LUACDK_CLI_STACKS_H

#include "base/arena.h"
#include "base/error.h"

#include <cjson/cJSON.h>
#include <stdbool.h>
#include <stddef.h>

struct stack {
    const char *folder;      /* of the assembly that contains it */
    const char *id;          /* of the artifact */
    const char *path;        /* of the construct; patterns match this */
    const char *name;        /* in CloudFormation */
    const char *environment; /* aws://account/region */
    const cJSON *artifact;
    bool selected;
};

struct stack_list {
    struct stack *items;
    size_t count, room;
    size_t assemblies;   /* number read so far */
    const char *missing; /* the key of a context value that cdk has to look up, or NULL */
    const char *schema;  /* "43.0.0", the version of the first manifest's schema; or NULL */
    const char *cli;     /* the first version of cdk that reads it, if the manifest says so; or NULL */
};

/* Adds the stacks of the assembly in a folder, in the order of `cdk ls`: those of nested assemblies after its own.
 * Returns 0, or -1 with *error (may be NULL); in both cases release the list with stacks_free. Everything it points to
 * belongs to the arena. */
int stacks_read(struct arena *arena, const char *folder, struct stack_list *list, struct error *error);

/* Reads the stacks that a run would write: [{ "path": …, "dependencies": [path, …] }, …]. See stacks_read. */
int stacks_parse(struct arena *arena, const char *text, size_t length, struct stack_list *list, struct error *error);

void stacks_free(struct stack_list *list);

/* The path, followed by the name if that differs from the artifact's id. */
const char *stack_display_name(struct arena *arena, const struct stack *stack);

/* Marks the stacks that the patterns match (globs over paths; a leading `!` excludes), and those that they depend on.
 * Without patterns marks all. Returns 0, or -1 with *error if no stack matches, or a pattern is not valid. */
int stacks_select(struct stack_list *list, const char *const *patterns, size_t count, struct error *error);

/* Prints the annotations of the stacks (cdk.Annotations) on stderr: warnings, errors and information. Adds to the
 * counts of the first two. */
struct note_counts {
    size_t warnings, errors;
};

int stacks_print_notes(struct arena *arena, const struct stack_list *list, struct note_counts *counts,
                       struct error *error);

#endif
