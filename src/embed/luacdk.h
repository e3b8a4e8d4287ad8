/* luacdk as a library: the AWS CDK in Lua, inside of a program in C or C++.
 *
 *     luacdk *l = luacdk_new();
 *     if (!l || luacdk_set(l, "output", "out") || luacdk_run(l, "app.lua", 0, NULL) || luacdk_synth(l)) {
 *         fprintf(stderr, "%s\n", luacdk_error(l));
 *     }
 *     luacdk_free(l);
 *
 * Link with -lluacdk. Functions that can fail return 0, or -1 with a message (luacdk_error).
 *
 * A luacdk is independent of all others, and works in a thread of its own while the caller waits. Several threads may use
 * several of them at the same time; calls for the same one take turns. The library leaves the program's signals, alarm
 * clock, resource limits and working folder alone, and never ends it. Relative paths count from the working folder, which
 * should not change during a call.
 *
 * Scripts write to the program's standard output; warnings, and what docker and the like say, go to standard error.
 * Scripts that are definitions, and all that `include` loads, run in the sandbox unless "trust" is set. A script in the
 * sandbox has limits on instructions, time and Lua's memory; memory outside of Lua is not limited, as it is for the
 * program luacdk. */
#ifndef LUACDK_H
#define LUACDK_H

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

#if defined(__GNUC__)
#define LUACDK_EXPORT __attribute__((visibility("default")))
#else
#define LUACDK_EXPORT
#endif

typedef struct luacdk luacdk;

/* Where a pointer is needed and NULL is given, functions fail and say so. */

/* A new luacdk, or NULL if memory or threads are exhausted. A child process that was forked from this one cannot use
 * it. */
LUACDK_EXPORT luacdk *luacdk_new(void);

/* Ends it; NULL is allowed. Whatever it returned is gone. */
LUACDK_EXPORT void luacdk_free(luacdk *l);

/* Sets an option for the runs to come. Those that can be set repeatedly add to what was set before.
 *
 *     "output"     folder of the assembly; cdk.out unless set
 *     "context"    key=value, repeatedly: what node:try_get_context(key) returns
 *     "set"        name=value, repeatedly: a parameter of a definition
 *     "values"     file with values for a definition, repeatedly
 *     "only"       cells of a matrix to synthesise, repeatedly: stage=prod
 *     "sandbox"    yes: run scripts in the sandbox. no (unless set): only definitions
 *     "trust"      yes: run definitions without the sandbox
 *     "memory", "instructions", "seconds"    limits, as numbers; memory in bytes */
LUACDK_EXPORT int luacdk_set(luacdk *l, const char *option, const char *value);

/* Runs a script, which makes its constructs. It finds the arguments in `arg` and `...`. Whatever an earlier run made is
 * forgotten, unless it was synthesised. luacdk_run_text runs a text; `name` stands for it in messages, as the name of a
 * file. */
LUACDK_EXPORT int luacdk_run(luacdk *l, const char *file, int argument_count, const char *const *arguments);
LUACDK_EXPORT int luacdk_run_text(luacdk *l, const char *name, const char *text, size_t length);

/* Synthesises what the last run made, and writes it: the whole assembly, or nothing if that fails. Error annotations on
 * constructs are no failure; the assembly has them, and `cdk` reports them. Only once for each run. */
LUACDK_EXPORT int luacdk_synth(luacdk *l);

/* The folders that luacdk_synth wrote an assembly to, as many as the script made apps; NULL behind the last. Valid until
 * the next run. */
LUACDK_EXPORT const char *luacdk_output(const luacdk *l, size_t index);

/* What went wrong in the last call that failed: `file:line: …`, perhaps several lines. "" if nothing has; for NULL, that
 * there was no memory. Valid until the next call. */
LUACDK_EXPORT const char *luacdk_error(const luacdk *l);

/* The version of the library: "1.2.3". */
LUACDK_EXPORT const char *luacdk_version(void);

#ifdef __cplusplus
}
#endif

#endif
