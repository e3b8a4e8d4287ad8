/* The command line, described once: parsing, help texts and hints for misspelt words all use these tables. */
#ifndef LUACDK_CLI_OPTIONS_H
#define LUACDK_CLI_OPTIONS_H

#include "base/arena.h"
#include "base/error.h"
#include "host/context.h"
#include "host/limits.h"
#include "host/script.h"

#include <stdbool.h>
#include <stddef.h>

struct invocation;

struct command {
    const char *name;
    const char *operands; /* as the help shows them: "FILE [-- ARGUMENT…]" */
    const char *summary;  /* one line */
    const char *details;  /* further paragraphs of the command's help, or NULL */
    unsigned bit;         /* for struct option's `commands` */
    int (*run)(const struct invocation *invocation);
};

extern const struct command commands[]; /* ends with a NULL name; the first is the command of `luacdk FILE` */

/* The help lists options under these headings, in this order. */
enum option_group { GROUP_GENERAL, GROUP_DEFINITION, GROUP_SANDBOX, OPTION_GROUPS };

/* What --against has in front of a revision. */
#define AGAINST_GIT "git:"

struct parser;

/* If an option means something different for another command, that has its own row with the same letter and name. */
struct option {
    enum option_group group;
    char letter;       /* or 0 */
    const char *name;  /* without the dashes */
    const char *value; /* what the help calls its value; NULL: takes none; "[=X]": optional, after an = */
    const char *summary;
    unsigned commands; /* the commands that take it; ANY_COMMAND: also without a command */
    /* Puts the value (NULL: none was given) into the invocation. Returns 0, or -1 with the mistake in the error. */
    int (*set)(struct parser *p, const struct option *option, const char *value);
    size_t field; /* of struct invocation: where `set` puts it */
};

#define ANY_COMMAND (~0u)

/* The commands that run scripts or definitions, and therefore have a sandbox and limits. */
#define RUNNING_COMMANDS                                                                                            \
    (COMMAND_SYNTH | COMMAND_LS | COMMAND_RENDER | COMMAND_PARAMS | COMMAND_DIFF | COMMAND_CHECK | COMMAND_DEPLOY | \
     COMMAND_WATCH | COMMAND_ASSET | COMMAND_TEST | SHOWING_COMMANDS)

/* Those of them that show the assembly of a script without keeping it (cli/show.h). */
#define SHOWING_COMMANDS (COMMAND_TREE | COMMAND_GRAPH)

extern const struct option options[]; /* ends with a NULL name */
extern const char *const option_headings[OPTION_GROUPS];

/* What a command line asks for. All memory belongs to the arena or argv. */
struct invocation {
    const struct command *command; /* NULL: none was named */
    const char *operand;           /* FILE, or the topic of `help`; NULL: not given */
    const char *const *stacks;     /* the words after FILE; of `deploy` also the options */
    size_t stack_count;
    char *const *arguments; /* after `--` */
    int argument_count;
    const char *output;
    struct context_entry *context;
    size_t context_count;
    const char *luals; /* folder for definition files */
    bool source_map;
    bool report_is_read; /* cdk will print the validation report; no option */
    const char *depfile;
    bool rescue;
    const char *settings; /* file that a session runs first */
    struct limits limits; /* zero if not given */
    bool sandbox, trust;
    bool quiet, timings, help, version, no_schema_check, json, luarc, keep_going, force, long_form, resources;
    struct definition definition;
    const char *template;          /* kind of project; NULL: the default */
    const char *format, *snapshot; /* snapshot: its path, or NULL for the default */
    bool check, update;
    const char *against; /* of `diff` and `ls --affected`; NULL: not given */
    bool affected;
    const char *write_refactor;
    const char *fail_on; /* of `check` and `diff`; NULL: not given */
    const char *ignore;  /* of `check`: ids of rules; NULL: not given */
    const char *rules;   /* of `check`: files; NULL: not given */
    bool list;           /* of `check`: its rules */
    bool ignore_assets;
    const char *ignore_mode, *ignore_file, *follow; /* of `asset`; NULL: not given */
    const char *const *excludes;
    size_t exclude_count;
    const char *exec;             /* of `watch`: a command line; NULL: not given */
    int depth;                    /* 0: not given */
    const struct option *pending; /* the option whose value the last word should have been */
    const struct option **given;  /* a row of each option given */
    size_t given_count;
};

/* Parses the command line into `invocation`. Returns 0, or -1 with the mistake in it. */
int options_parse(struct arena *arena, int argc, char *const *argv, struct invocation *invocation, struct error *error);

/* The row of the option of that name (`length` bytes, without dashes) for the command, or NULL. */
const struct option *options_find(const struct command *command, const char *name, size_t length);

/* The command of that name, or NULL. */
const struct command *options_find_command(const char *name);

/* The command whose name is nearest to a misspelt one, or NULL. */
const char *options_nearest_command(const char *name);

/* Fills `error` with "unknown command '…'" and the nearest one. Returns -1. */
int options_unknown_command(const char *name, struct error *error);

#endif
