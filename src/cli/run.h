/* What the commands that run a script have in common. */
#ifndef LUACDK_CLI_RUN_H
#define LUACDK_CLI_RUN_H

#include "base/arena.h"
#include "cli/options.h"
#include "repl/repl.h"

#include <stddef.h>

/* The paths of the stacks to write; NULL: all. */
struct plan {
    const char *const *stacks;
    size_t count;
};

/* Runs the script of the invocation (or, for luacdk check, checks it) with its context and arguments; its assembly goes
 * to `output`. Reports errors. On success `*written` lists the folders that now contain an assembly. Returns the exit
 * status. */
struct run_result {
    const char *const *folders;
    size_t count;
    bool are_tests;        /* busted ran; nothing will be written */
    const char *report;    /* of a check */
    bool failed;           /* the check did */
    size_t outside_errors; /* error annotations on constructs outside any stack; they were printed */
};

int run_script(struct arena *arena, const struct invocation *invocation, const char *output, const struct plan *plan,
               struct run_result *written);

/* The same for commands whose standard output is for programs: what the script prints goes to standard error. What is
 * asked of a definition instead of its assembly (--explain-values for example) is always run like that. */
int run_script_apart(struct arena *arena, const struct invocation *invocation, const char *output,
                     const struct plan *plan, struct run_result *written);

/* Writes the rule for make and ninja that says that `target` depends on everything that was read outside the outputs.
 * Reports errors. Returns the exit status. */
int write_depfile(const char *depfile, const char *target, const char *const *outputs, size_t count);

/* Creates a folder for temporary files (NULL after reporting an error), and removes it. */
const char *make_temporary_folder(struct arena *arena);
void remove_temporary_folder(const char *folder);

/* Describes what the invocation runs, with its context, for `luacdk repl` and for cdk.repl() in a script. Returns 0, or
 * -1 with *error. */
int run_describe(struct arena *arena, const struct invocation *invocation, const char *output,
                 struct repl_request *request, struct error *error);

/* The folder for the assembly: --output, else CDK_OUTDIR, else cdk.out. */
const char *choose_output(const struct invocation *invocation);

/* Prints, on stderr since stdout belongs to the script, the annotations of the stacks that were written, then (unless
 * `quiet`) "cdk.out: 2 stacks: Images, Prod/S" and the numbers of warnings and errors. Returns the exit status, which
 * is a failure if there are errors. */
int report_written(const struct run_result *written, bool quiet);

/* The same for one folder, without annotations. */
void say_what_was_written(const char *folder);

/* Prints what --timings has measured, on stderr, once. */
void report_timings(const struct invocation *invocation);

#endif
