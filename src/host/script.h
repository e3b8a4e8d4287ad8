/* Running a user's script: from its file to the finished output. */
#ifndef LUACDK_HOST_SCRIPT_H
#define LUACDK_HOST_SCRIPT_H

#include "base/arena.h"
#include "host/limits.h"

#include <cjson/cJSON.h>
#include <lua.h>
#include <stdbool.h>
#include <stddef.h>

/* Exit statuses of the whole program. */
enum { STATUS_OK = 0, STATUS_FAILED = 1, STATUS_USAGE = 2, STATUS_SIGNAL = 128 };

/* What the command line says for definitions (cdk.template, cdk.matrix): see lua/luacdk/template. */
struct definition {
    enum { DEFINITION_SYNTH, DEFINITION_EXPLAIN, DEFINITION_DESCRIBE, DEFINITION_PLAN } action;
    const char *form; /* of the description: "table", "json-schema", "markdown" */
    const char *env;  /* or NULL */
    const char *const *values, *const *sets, *const *only;
    size_t value_count, set_count, only_count;
    int jobs;        /* cells at a time; 0: as many as there are cores */
    bool keep_going; /* write the cells that went well when others failed */
    bool asked;      /* some of this was: a script that is no definition cannot use it */
};

struct script {
    const char *file;       /* "-": standard input */
    char *const *arguments; /* what the script sees as arg[1], arg[2], … */
    int argument_count;
    const cJSON *context;      /* an object */
    const char *output;        /* folder of the cloud assembly */
    const char *const *stacks; /* paths of those that are written; NULL: all */
    size_t stack_count;
    const char *root;     /* runs in the sandbox: the folder whose files may be read; NULL: without one */
    struct limits limits; /* of the sandbox, or, when any is set, of the run */
    bool trust;           /* definitions that the script uses are run without a sandbox */
    struct definition definition;
    bool dry_run; /* nothing is copied, built or written: a session looks at the tree (settings.dry_run) */
};

/* Runs the script, then synthesises the apps that it made and did not synthesise itself. Errors are reported on stderr.
 * Returns an exit status; 128 + signal after SIGINT, SIGTERM or SIGHUP, which abort the script. */
int script_run(lua_State *L, const struct script *script);

/* After a successful script_run: the folders that hold an assembly now. Returns their number; the arena owns the list.
 */
size_t script_outputs(lua_State *L, struct arena *arena, const char *const **folders);

/* Whether the script ran tests by busted. */
bool script_ran_tests(lua_State *L);

/* Whether the file may be a definition: the cheap half of the question, for most scripts are none. */
bool script_may_be_definition(const char *file);

/* After a successful script_run: how many errors were noted about constructs that are in no stack. */
size_t script_errors(lua_State *L);

/* Makes `require "luacdk.settings"` give { context = {…}, outdir = "…", dry_run = … }; `script` must live as long as
 * the state is used. Part of script_run, apart for hosts that run code of their own. */
void script_provide_settings(lua_State *L, const struct script *script);

/* The parts of script_run, for hosts that run the script themselves; both may raise. script_prepare: settings, `arg`,
 * where modules are found; `file` may be NULL. script_finish: synthesises what the script left to us, and keeps what
 * script_outputs gives. */
void script_prepare(lua_State *L, const struct script *script);
void script_finish(lua_State *L);

/* Called from inside of the script: it ends by an error that it cannot catch, as soon as control is back in it, and
 * script_run gives `status`. With `outcome` the folders that script_outputs gave there are given here. */
void script_give_up(lua_State *L, int status, lua_State *outcome);

#endif
