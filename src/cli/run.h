/* What the commands that run a script share. */
#ifndef LUACDK_CLI_RUN_H
#define LUACDK_CLI_RUN_H

#include "base/arena.h"
#include "cli/options.h"
#include "repl/repl.h"

#include <stddef.h>

/* The paths of the stacks that a run is to write; NULL: all. */
struct plan {
    const char *const *stacks;
    size_t count;
};

/* Runs the script of the invocation with its context and arguments; its assembly goes to `output`. Errors are reported.
 * On success `*written` lists the folders that hold an assembly now. Returns the exit status. */
struct run_result {
    const char *const *folders;
    size_t count;
    bool are_tests;        /* busted ran; nothing is to be written */
    size_t outside_errors; /* errors noted about constructs that are in no stack; they were printed */
};

int run_script(struct arena *arena, const struct invocation *invocation, const char *output, const struct plan *plan,
               struct run_result *written);

/* Others have filled the folder, and the working folder too if it holds that one. 0, or -1 and *error. */
int distrust_folder(struct arena *arena, const char *folder, struct error *error);

/* Writes the rule for make and ninja that `target` depends on all that was read, but for what lies in the outputs. Errors
 * are reported. Returns the exit status. */
int write_depfile(const char *depfile, const char *target, const char *const *outputs, size_t count);

/* A new folder for what is not to stay, NULL when that failed, which was reported; and its removal. */
const char *make_temporary_folder(struct arena *arena);
void remove_temporary_folder(const char *folder);

/* What the invocation asks to run, with its context, for `luacdk repl` and for cdk.repl() in a script. Returns 0, or -1
 * with *error filled. */
int run_describe(struct arena *arena, const struct invocation *invocation, const char *output,
                 struct repl_request *request, struct error *error);

/* The folder for the assembly: --output, else CDK_OUTDIR, else cdk.out. */
const char *choose_output(const struct invocation *invocation);

/* Tells on stderr, since stdout belongs to the script, what was noted about the stacks that were written, then (unless
 * `quiet`) "cdk.out: 2 stacks: Images, Prod/S" and how many warnings and errors there are. Returns the exit status:
 * that of a failure when there are errors. */
int report_written(const struct run_result *written, bool quiet);

/* The same of one folder. */
void say_what_was_written(const char *folder);

#endif
