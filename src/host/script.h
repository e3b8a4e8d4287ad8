/* Runs a user's script: from its file to the finished output. */
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

/* The command line's options for definitions (cdk.template, cdk.matrix): see lua/luacdk/template. */
struct definition {
    enum {
        DEFINITION_SYNTH,
        DEFINITION_EXPLAIN,
        DEFINITION_DESCRIBE,
        DEFINITION_PLAN,
        DEFINITION_COMPLETE,
        DEFINITION_CHECK_VALUES,
        DEFINITION_TEST
    } action;
    const char *form; /* of the description: "table", "json-schema", "markdown" */
    const char *env;  /* or NULL */
    const char *const *values, *const *sets, *const *only;
    size_t value_count, set_count, only_count;
    int jobs;        /* cells at a time; 0: one for each core */
    bool keep_going; /* write the cells that succeeded even if others failed */
    bool asked;      /* some of these options were given: an error for a script that is not a definition */
};

/* What luacdk check asks for: see lua/luacdk/check. */
struct checking {
    const char *format;  /* "text", "json", "sarif", "github" */
    const char *fail_on; /* "error", "warning" */
    const char *ignore;  /* ids of rules, separated by commas; or NULL */
    const char *rules;   /* files with rules of the user's own, separated by commas; or NULL */
};

struct script {
    const char *file; /* "-": standard input */
    const char *text; /* what is in it, if it is no file but a text that has this name; else NULL */
    size_t text_length;
    char *const *arguments; /* what the script sees as arg[1], arg[2], … */
    int argument_count;
    const cJSON *context;      /* an object */
    const char *output;        /* folder of the cloud assembly */
    const char *const *stacks; /* paths of the stacks to write; NULL: all */
    size_t stack_count;
    const char *root;     /* run in the sandbox: the folder whose files may be read; NULL: no sandbox */
    struct limits limits; /* of the sandbox or, if any is set, of the run */
    bool trust;           /* run the definitions that the script uses without a sandbox */
    struct definition definition;
    bool source_map;     /* record what AWS's language server and explorer need to find lines of the script */
    bool report_is_read; /* somebody will print the validation report, so what is in it is not printed */
    const struct checking *checking; /* tell the script's mistakes and write nothing; NULL: an ordinary run */
    bool dry_run; /* copy, build and write nothing: a session only looks at the tree (settings.dry_run) */
};

/* Runs the script, then synthesises the apps that it made but did not synthesise itself. Reports errors on stderr.
 * Returns an exit status; 128 + signal after SIGINT, SIGTERM or SIGHUP, which abort the script. */
int script_run(lua_State *L, const struct script *script);

/* The two halves of script_run, for hosts that look at errors themselves: running the script, and synthesising what it
 * made. Both return like script_run; after STATUS_FAILED `*message` is what went wrong, valid until L is used again. */
int script_load(lua_State *L, const struct script *script, const char **message);
int script_write(lua_State *L, const struct script *script, const char **message);

/* After a successful script_run: the folders that now contain an assembly. Returns their number; the arena owns the
 * list. */
size_t script_outputs(lua_State *L, struct arena *arena, const char *const **folders);

/* Whether the script ran tests with busted. */
bool script_ran_tests(lua_State *L);

/* Whether the file may be a definition: a cheap test that already excludes most scripts. */
bool script_may_be_definition(const char *file);

/* After a successful script_run: the number of error annotations on constructs outside any stack. */
size_t script_errors(lua_State *L);

/* After a successful script_run that checked: the report, owned by the arena, and whether the check failed. */
const char *script_report(lua_State *L, struct arena *arena, bool *failed);

/* Makes `require "luacdk.settings"` return { context = {…}, outdir = "…", dry_run = … }; `script` must live as long as
 * the state is used. script_run does this itself; it is separate for hosts that run code in another way. */
void script_provide_settings(lua_State *L, const struct script *script);

/* The parts of script_run, for hosts that run the script themselves; both may raise. script_prepare: settings, `arg`,
 * the search path of modules; `file` may be NULL. script_finish: synthesises what the script left to us, and keeps the
 * result of script_outputs. */
void script_prepare(lua_State *L, const struct script *script);
void script_finish(lua_State *L);

/* Called from inside the script: as soon as control is back in it, it ends with an error that it cannot catch, and
 * script_run returns `status`. With `outcome`, script_outputs returns the folders of that state. */
void script_give_up(lua_State *L, int status, lua_State *outcome);

#endif
