/* The stacks of a written assembly: what they are called, which of them a pattern names, what was noted about them. */
#ifndef LUACDK_CLI_STACKS_H
#define LUACDK_CLI_STACKS_H

#include "base/arena.h"
#include "base/error.h"

#include <cjson/cJSON.h>
#include <stdbool.h>
#include <stddef.h>

struct stack {
    const char *folder;      /* of the assembly that it is in */
    const char *id;          /* of the artifact */
    const char *path;        /* of the construct: what patterns match */
    const char *name;        /* in CloudFormation */
    const char *environment; /* aws://account/region */
    const cJSON *artifact;
    bool selected;
};

struct stack_list {
    struct stack *items;
    size_t count, room;
    size_t assemblies; /* read so far */
};

/* Adds the stacks of the assembly in a folder in the order in which `cdk ls` names them: those of nested assemblies
 * after its own. Returns 0, or -1 with *error (may be NULL) filled; either way the list is released with stacks_free.
 * What it points to is the arena's. */
int stacks_read(struct arena *arena, const char *folder, struct stack_list *list, struct error *error);

/* Reads the stacks that a run would have: [{ "path": …, "dependencies": [path, …] }, …]. As stacks_read. */
int stacks_parse(struct arena *arena, const char *text, size_t length, struct stack_list *list, struct error *error);

void stacks_free(struct stack_list *list);

/* The path, with the name behind it where that is not the artifact's id. */
const char *stack_display_name(struct arena *arena, const struct stack *stack);

/* Marks the stacks that the patterns name (globs over paths; one that begins with `!` takes away), and what those
 * depend on. Without patterns all are marked. Returns 0, or -1 with *error filled when there is none, or a pattern is
 * not valid. */
int stacks_select(struct stack_list *list, const char *const *patterns, size_t count, struct error *error);

/* Prints on stderr what was noted about the stacks (cdk.Annotations): warnings, errors and information. Adds to the
 * counts of the first two. */
struct note_counts {
    size_t warnings, errors;
};

int stacks_print_notes(struct arena *arena, const struct stack_list *list, struct note_counts *counts,
                       struct error *error);

#endif
