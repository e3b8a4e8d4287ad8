/* Tables and parser of the command line: see options.h. */
#include "cli/options.h"

#include "base/file.h"
#include "cli/commands.h"
#include "schema/nearest.h"

#include <stdlib.h>
#include <string.h>

const struct command commands[] = {
    {"synth", "FILE [STACK…] [-- ARGUMENT…]", "run a script and write its cloud assembly",
     "FILE is a Lua script, or - for standard input. `luacdk FILE` does the same, so \"app\": \"luacdk app.lua\"\n"
     "in cdk.json and a #! line work. The script gets each ARGUMENT in `arg` and `...`.\n\n"
     "STACK is the path of a stack or a glob ('Prod/*', '**', '!Test*'). Only matching stacks and the stacks they\n"
     "depend on are written; assets of other stacks are neither staged nor bundled. The script first runs once more\n"
     "without output, to find those stacks.\n\n"
     "The assembly goes to --output, else to $CDK_OUTDIR, else to cdk.out. Context comes from the cdk command line\n"
     "if that runs luacdk, else from cdk.json and cdk.context.json in the working folder.\n\n"
     "Messages from cdk.Annotations are printed, and an error among them makes the exit status 1. Under the cdk\n"
     "command line, cdk does both.\n",
     COMMAND_SYNTH, command_synth},
    {"ls", "FILE [STACK…] [-- ARGUMENT…]", "list the stacks of a script",
     "Prints what `cdk ls` prints: the stacks that match STACK (as for `luacdk synth`) and those they depend on.\n"
     "Nothing is written.\n",
     COMMAND_LS, command_ls},
    {"render", "FILE", "print templates, or compare them with a snapshot",
     "FILE returns a cdk.template or cdk.matrix, or is any script that makes an App. Several templates are printed\n"
     "as YAML documents, or as one JSON object with a key for each stack; -o DIR writes a file for each instead.\n\n"
     "--check compares the templates with the snapshot in FILE.snapshot/ (or PATH) and prints the differences, once\n"
     "each even if several stacks share them; the exit status is 1 if there are any. --update writes the snapshot.\n",
     COMMAND_RENDER, command_render},
    {"params", "FILE", "list the parameters of a definition",
     "FILE returns a cdk.template or cdk.matrix. Prints a table unless an option says otherwise.\n", COMMAND_PARAMS,
     command_params},
    {"import", "FILE|DIR", "turn a template or an assembly into a Lua script",
     "FILE is a CloudFormation template in YAML or JSON, DIR a cloud assembly (cdk.out), all of whose stacks are\n"
     "imported. The script makes the same templates. It is printed unless -o is given. Comments are lost.\n\n"
     "The script of an assembly publishes the files and images in DIR under their old keys, so keep DIR.\n",
     COMMAND_IMPORT, command_import},
    {"repl", "[FILE] [-- ARGUMENT…]", "open an interactive session",
     "FILE runs first; its local variables are then in scope. A definition runs in the sandbox, and `app` and\n"
     "`stack` (for a matrix `stacks`) are then in scope. A script can also open a session itself, with cdk.repl().\n"
     "Nothing is copied, built or written before `:synth`. Type :help for the commands.\n\n"
     "Piped input is run line by line and ends at the first error, with status 1.\n",
     COMMAND_REPL, command_repl},
    {"schema", "[NAME]", "look up resource types and the library, offline",
     "NAME is one of\n"
     "  AWS::Lambda::Function                a resource type\n"
     "  AWS::Lambda::Function.Code.S3Bucket  one of its properties, at any depth\n"
     "  lambda.Function, s3.BucketProps      a class, struct or enum of the library\n"
     "  lambda.Code.from_asset               a member of a class\n"
     "  lambda, bucketpolicy                 a module, or part of a name: lists what matches\n"
     "Without NAME, lists the services.\n\n"
     "--luals and --luarc are for editors with the Lua language server.\n",
     COMMAND_SCHEMA, command_schema},
    {"handlers", "[DIR]", "list the functions that the library deploys",
     "Some constructs deploy a function of their own: a bucket that empties itself, log retention, custom resources.\n"
     "Lists each one's name, the construct that deploys it, the hash of luacdk's program and that of AWS CDK's.\n"
     "To use AWS CDK's programs, set the context luacdk:aws-handlers to a folder that contains aws-cdk-lib.\n\n"
     "DIR is the code folder of a CustomResourceProvider: prints its hash with luacdk's entry point and with AWS\n"
     "CDK's. LUACDK_HANDLERS_CODE=DIR:DIR… adds such folders to the list.\n",
     COMMAND_HANDLERS, command_handlers},
    {"help", "[COMMAND|NAME]", "explain a command, or look up a NAME as `schema` does", NULL, COMMAND_HELP,
     command_help},
    {NULL, NULL, NULL, NULL, 0, NULL},
};

/* Commands that take the names of stacks. */
#define COMMANDS_OF_STACKS (COMMAND_SYNTH | COMMAND_LS)

/* Commands that take values for a definition. */
#define COMMANDS_OF_DEFINITIONS (COMMAND_SYNTH | COMMAND_LS | COMMAND_RENDER)

const char *const option_headings[OPTION_GROUPS] = {"Options", "Options for definitions", "Sandbox and limits"};

const struct option options[] = {
    {OPTION_OUTPUT, GROUP_GENERAL, 'o', "output", "DIR", "write the cloud assembly to DIR",
     COMMAND_SYNTH | COMMAND_REPL},
    {OPTION_OUTPUT, GROUP_GENERAL, 'o', "output", "DIR", "write a file for each template to DIR", COMMAND_RENDER},
    {OPTION_OUTPUT, GROUP_GENERAL, 'o', "output", "FILE", "write the script to FILE", COMMAND_IMPORT},
    {OPTION_FORCE, GROUP_GENERAL, 0, "force", NULL, "overwrite an existing FILE", COMMAND_IMPORT},
    {OPTION_FORMAT, GROUP_GENERAL, 0, "format", "FORMAT", "print json (the default) or yaml", COMMAND_RENDER},
    {OPTION_CHECK, GROUP_GENERAL, 0, "check", "[=PATH]", "compare with the snapshot", COMMAND_RENDER},
    {OPTION_UPDATE, GROUP_GENERAL, 0, "update", NULL, "write the snapshot", COMMAND_RENDER},
    {OPTION_CONTEXT, GROUP_GENERAL, 'c', "context", "KEY=VALUE", "set a context value; repeatable",
     COMMAND_SYNTH | COMMAND_LS | COMMAND_REPL | COMMAND_RENDER},
    {OPTION_QUIET, GROUP_GENERAL, 'q', "quiet", NULL, "do not print what was written", COMMAND_SYNTH},
    {OPTION_LONG, GROUP_GENERAL, 'l', "long", NULL, "print names and environments too, as YAML", COMMAND_LS},
    {OPTION_JSON, GROUP_GENERAL, 0, "json", NULL, "with --long: print JSON", COMMAND_LS},
    {OPTION_JSON, GROUP_GENERAL, 0, "json", NULL, "print JSON", COMMAND_SCHEMA | COMMAND_HANDLERS},
    {OPTION_LUALS, GROUP_GENERAL, 0, "luals", "DIR", "write definition files for editors to DIR", COMMAND_SCHEMA},
    {OPTION_LUARC, GROUP_GENERAL, 0, "luarc", NULL, "print a .luarc.json that makes the editor use them",
     COMMAND_SCHEMA},
    {OPTION_JSON_SCHEMA, GROUP_GENERAL, 0, "json-schema", "[=whole]",
     "print a JSON Schema for values files, or for all values together", COMMAND_PARAMS},
    {OPTION_MARKDOWN, GROUP_GENERAL, 0, "markdown", NULL, "print a Markdown table", COMMAND_PARAMS},
    {OPTION_SETTINGS, GROUP_GENERAL, 0, "settings", "FILE", "run FILE first instead of asking about .luacdkrc.lua",
     COMMAND_REPL},
    {OPTION_NO_SCHEMA_CHECK, GROUP_GENERAL, 0, "no-schema-check", NULL,
     "accept resource properties that luacdk does not know yet",
     COMMAND_SYNTH | COMMAND_LS | COMMAND_REPL | COMMAND_RENDER},
    {OPTION_KEEP_GOING, GROUP_GENERAL, 0, "keep-going", NULL, "continue after an error in piped input", COMMAND_REPL},
    {OPTION_DEPFILE, GROUP_GENERAL, 0, "depfile", "FILE",
     "record the files that were read, as a rule for make and ninja", COMMAND_SYNTH | COMMAND_RENDER},
    {OPTION_HELP, GROUP_GENERAL, 'h', "help", NULL, "print this help", ANY_COMMAND},
    {OPTION_VERSION, GROUP_GENERAL, 0, "version", NULL, "print the version", ANY_COMMAND},
    {OPTION_ENV, GROUP_DEFINITION, 0, "env", "NAME", "also read values/NAME.{lua,json,yaml}",
     COMMANDS_OF_DEFINITIONS | COMMAND_REPL},
    {OPTION_VALUES, GROUP_DEFINITION, 0, "values", "FILE", "read values from FILE; repeatable",
     COMMANDS_OF_DEFINITIONS | COMMAND_REPL},
    {OPTION_SET, GROUP_DEFINITION, 0, "set", "NAME=VALUE", "set a value (a.b=3, list+=x); repeatable",
     COMMANDS_OF_DEFINITIONS | COMMAND_REPL},
    {OPTION_EXPLAIN_VALUES, GROUP_DEFINITION, 0, "explain-values", NULL,
     "print where each value comes from, and write nothing", COMMAND_SYNTH | COMMAND_RENDER},
    {OPTION_ONLY, GROUP_DEFINITION, 0, "only", "AXIS=VALUE", "only these cells (env=prod,region=eu-*); repeatable",
     COMMANDS_OF_DEFINITIONS | COMMAND_REPL},
    {OPTION_JOBS, GROUP_DEFINITION, 'j', "jobs", "N", "run N cells at a time (one per core)", COMMANDS_OF_DEFINITIONS},
    {OPTION_KEEP_GOING, GROUP_DEFINITION, 0, "keep-going", NULL, "write the other cells when a cell fails",
     COMMAND_SYNTH | COMMAND_RENDER},
    {OPTION_SANDBOX, GROUP_SANDBOX, 0, "sandbox", NULL, "confine FILE to its own folder: no programs, no network",
     RUNNING_COMMANDS},
    {OPTION_TRUST, GROUP_SANDBOX, 0, "trust", NULL, "do not confine the definitions that FILE uses",
     RUNNING_COMMANDS | COMMAND_REPL},
    {OPTION_MEMORY_LIMIT, GROUP_SANDBOX, 0, "memory-limit", "SIZE", "limit Lua memory to SIZE (sandbox: 512M)",
     RUNNING_COMMANDS | COMMAND_REPL},
    {OPTION_INSTRUCTION_LIMIT, GROUP_SANDBOX, 0, "instruction-limit", "N",
     "limit the run to N instructions (sandbox: 2G)", RUNNING_COMMANDS | COMMAND_REPL},
    {OPTION_TIME_LIMIT, GROUP_SANDBOX, 0, "time-limit", "SECONDS", "limit the run to SECONDS (sandbox: 60)",
     RUNNING_COMMANDS | COMMAND_REPL},
    {0, 0, 0, NULL, NULL, NULL, 0},
};

const struct command *options_find_command(const char *name) {
    for (const struct command *command = commands; command->name; command++) {
        if (strcmp(command->name, name) == 0) {
            return command;
        }
    }
    return NULL;
}

static int unknown(const char *what, const char *name, const char *prefix, const char *nearest, struct error *error) {
    return nearest ? error_set(error, "unknown %s '%s'; did you mean '%s%s'?", what, name, prefix, nearest)
                   : error_set(error, "unknown %s '%s'", what, name);
}

const char *options_nearest_command(const char *name) {
    struct nearest search;
    nearest_begin(&search, name);
    for (const struct command *command = commands; command->name; command++) {
        nearest_offer(&search, command->name);
    }
    return search.best;
}

int options_unknown_command(const char *name, struct error *error) {
    return unknown("command", name, "", options_nearest_command(name), error);
}

/* ---- parser ---------------------------------------------------------------------------------------------------- */

struct parser {
    struct arena *arena;
    int argc, at; /* argv[at] is the next word */
    char *const *argv;
    struct invocation *invocation;
    struct error *error;
};

/* The row of an option for the command, if there is one; else its first row. */
static const struct option *row_for(const struct command *command, const struct option *first) {
    for (const struct option *option = options; command && option->name; option++) {
        if (option->id == first->id && option->commands & command->bit) {
            return option;
        }
    }
    return first;
}

static const struct option *find_option(const struct command *command, const char *name, size_t length) {
    for (const struct option *option = options; option->name; option++) {
        if (strlen(option->name) == length && strncmp(option->name, name, length) == 0) {
            return row_for(command, option);
        }
    }
    return NULL;
}

static const struct option *find_letter(const struct command *command, char letter) {
    for (const struct option *option = options; option->name; option++) {
        if (option->letter && option->letter == letter) {
            return row_for(command, option);
        }
    }
    return NULL;
}

static int unknown_option(struct parser *p, const char *word) {
    size_t dashes = strspn(word, "-");
    const char *name = arena_strndup(p->arena, word + dashes, strcspn(word + dashes, "="));
    struct nearest search;
    nearest_begin(&search, name);
    for (const struct option *option = options; option->name; option++) {
        nearest_offer(&search, option->name);
    }
    return unknown("option", word, "--", search.best, p->error);
}

static int add_context(struct parser *p, const char *text) {
    const char *equals = strchr(text, '=');
    if (!equals || equals == text) {
        return error_set(p->error, "-c needs KEY=VALUE, not '%s'", text);
    }
    struct invocation *invocation = p->invocation;
    if (!invocation->context) {
        invocation->context = arena_calloc(p->arena, (size_t)p->argc, sizeof *invocation->context);
    }
    invocation->context[invocation->context_count++] =
        (struct context_entry){arena_strndup(p->arena, text, (size_t)(equals - text)), equals + 1};
    return 0;
}

/* A positive number with an optional magnitude: k, M or G, in powers of 1000, or of 1024 for sizes. */
static int set_limit(struct parser *p, const struct option *option, const char *value) {
    struct limits *limits = &p->invocation->limits;
    double unit = option->id == OPTION_MEMORY_LIMIT ? 1024 : 1000;
    char *end;
    double number = strtod(value, &end);
    if (option->id != OPTION_TIME_LIMIT && *end) {
        static const char letters[] = "kKmMgG";
        const char *letter = strchr(letters, *end);
        for (long i = letter ? (letter - letters) / 2 : -1; i >= 0; i--) {
            number *= unit;
        }
        end += letter ? 1 : 0;
    }
    if (end == value || *end || !(number > 0) || number > 1e15) {
        return error_set(p->error, "--%s needs %s, not '%s'", option->name,
                         option->id == OPTION_MEMORY_LIMIT ? "a size such as 512M"
                         : option->id == OPTION_TIME_LIMIT ? "a number of seconds"
                                                           : "a number such as 500M",
                         value);
    }
    if (option->id == OPTION_MEMORY_LIMIT) {
        limits->memory = (size_t)number;
    } else if (option->id == OPTION_INSTRUCTION_LIMIT) {
        limits->instructions = (long long)number;
    } else {
        limits->seconds = number;
    }
    return 0;
}

static int add_word(struct parser *p, const char *const **words, size_t *count, const char *word) {
    const char **list = arena_calloc(p->arena, *count + 1, sizeof *list);
    for (size_t i = 0; i < *count; i++) {
        list[i] = (*words)[i];
    }
    list[(*count)++] = word;
    *words = list;
    p->invocation->definition.asked = true;
    return 0;
}

static int set_env(struct parser *p, const char *name) {
    if (!*name || strchr(name, '/') || *name == '.') {
        return error_set(p->error, "--env needs the name of an environment such as prod, not '%s'", name);
    }
    p->invocation->definition.env = name;
    p->invocation->definition.asked = true;
    return 0;
}

static int set_jobs(struct parser *p, const char *text) {
    enum { MOST = 1024 };
    char *end;
    long number = strtol(text, &end, 10);
    if (end == text || *end || number < 1 || number > MOST) {
        return error_set(p->error, "--jobs needs a number from 1 to %d, not '%s'", MOST, text);
    }
    p->invocation->definition.jobs = (int)number;
    return 0;
}

static int set_option(struct parser *p, const struct option *option, const char *value) {
    struct invocation *invocation = p->invocation;
    invocation->used |= 1u << option->id;
    switch (option->id) {
    case OPTION_OUTPUT:
        if (!*value) {
            return error_set(p->error, "--output needs the name of a folder");
        }
        invocation->output = value;
        break;
    case OPTION_CONTEXT:
        return add_context(p, value);
    case OPTION_QUIET:
        invocation->quiet = true;
        break;
    case OPTION_NO_SCHEMA_CHECK:
        invocation->no_schema_check = true;
        break;
    case OPTION_JSON:
        invocation->json = true;
        break;
    case OPTION_LUALS:
        if (!*value) {
            return error_set(p->error, "--luals needs the name of a folder");
        }
        invocation->luals = value;
        break;
    case OPTION_LUARC:
        invocation->luarc = true;
        break;
    case OPTION_KEEP_GOING:
        invocation->keep_going = true;
        invocation->definition.keep_going = true;
        break;
    case OPTION_SETTINGS:
        invocation->settings = value;
        break;
    case OPTION_ENV:
        return set_env(p, value);
    case OPTION_VALUES:
        return add_word(p, &invocation->definition.values, &invocation->definition.value_count, value);
    case OPTION_SET:
        return add_word(p, &invocation->definition.sets, &invocation->definition.set_count, value);
    case OPTION_ONLY:
        return add_word(p, &invocation->definition.only, &invocation->definition.only_count, value);
    case OPTION_EXPLAIN_VALUES:
        invocation->definition.action = DEFINITION_EXPLAIN;
        break;
    case OPTION_JOBS:
        return set_jobs(p, value);
    case OPTION_FORMAT:
        if (strcmp(value, "json") != 0 && strcmp(value, "yaml") != 0) {
            return error_set(p->error, "--format needs json or yaml, not '%s'", value);
        }
        invocation->format = value;
        break;
    case OPTION_CHECK:
        invocation->check = true;
        invocation->snapshot = value;
        break;
    case OPTION_UPDATE:
        invocation->update = true;
        break;
    case OPTION_JSON_SCHEMA:
        if (value && strcmp(value, "whole") != 0) {
            return error_set(p->error, "--json-schema takes no value or =whole, not '%s'", value);
        }
        invocation->definition.form = value ? "json-schema=whole" : "json-schema";
        break;
    case OPTION_MARKDOWN:
        invocation->definition.form = "markdown";
        break;
    case OPTION_SANDBOX:
        invocation->sandbox = true;
        break;
    case OPTION_TRUST:
        invocation->trust = true;
        break;
    case OPTION_MEMORY_LIMIT:
    case OPTION_INSTRUCTION_LIMIT:
    case OPTION_TIME_LIMIT:
        return set_limit(p, option, value);
    case OPTION_DEPFILE:
        if (!*value) {
            return error_set(p->error, "--depfile needs the name of a file");
        }
        invocation->depfile = value;
        break;
    case OPTION_LONG:
        invocation->long_form = true;
        break;
    case OPTION_FORCE:
        invocation->force = true;
        break;
    case OPTION_HELP:
        invocation->help = true;
        break;
    case OPTION_VERSION:
        invocation->version = true;
        break;
    }
    return 0;
}

/* Sets an option whose value, if it takes one, is `attached` to it or the next word. */
static int take_option(struct parser *p, const struct option *option, const char *attached) {
    if (option->value && *option->value == '[') {
        return set_option(p, option, attached);
    }
    if (!option->value) {
        return attached ? error_set(p->error, "--%s takes no value", option->name) : set_option(p, option, NULL);
    }
    if (!attached && p->at >= p->argc) {
        return error_set(p->error, "--%s needs a value: %s", option->name, option->value);
    }
    return set_option(p, option, attached ? attached : p->argv[p->at++]);
}

static int parse_long(struct parser *p, const char *word) {
    const char *name = word + 2;
    size_t length = strcspn(name, "=");
    const struct option *option = find_option(p->invocation->command, name, length);
    return option ? take_option(p, option, name[length] ? name + length + 1 : NULL) : unknown_option(p, word);
}

/* One or several letters: `-q`, `-odir`, `-o dir`, `-qo dir`. */
static int parse_letters(struct parser *p, const char *word) {
    for (const char *letter = word + 1; *letter; letter++) {
        const struct option *option = find_letter(p->invocation->command, *letter);
        if (!option) {
            return unknown_option(p, word);
        }
        if (option->value && *option->value != '[') {
            return take_option(p, option, letter[1] ? letter + 1 : NULL);
        }
        if (take_option(p, option, NULL) != 0) {
            return -1;
        }
    }
    return 0;
}

static void add_stack(struct parser *p, const char *word) {
    struct invocation *invocation = p->invocation;
    const char **stacks = (const char **)invocation->stacks;
    if (!stacks) {
        stacks = arena_calloc(p->arena, (size_t)p->argc, sizeof *stacks);
        invocation->stacks = stacks;
    }
    stacks[invocation->stack_count++] = word;
}

/* A word that is not an option: the command, FILE, a stack, or one too many. */
static int take_word(struct parser *p, const char *word) {
    struct invocation *invocation = p->invocation;
    if (!invocation->command) {
        invocation->command = options_find_command(word);
        if (invocation->command) {
            return 0;
        }
        if (!strpbrk(word, "/.-") && !file_exists(word)) {
            return options_unknown_command(word, p->error);
        }
        invocation->command = commands;
    }
    if (invocation->operand && invocation->command->bit & COMMANDS_OF_STACKS) {
        add_stack(p, word);
        return 0;
    }
    if (invocation->operand) {
        return error_set(p->error, "unexpected '%s'; put arguments for the script after --", word);
    }
    invocation->operand = word;
    return 0;
}

static int check_options_fit(const struct parser *p) {
    const struct command *command = p->invocation->command;
    for (const struct option *option = options; command && option->name; option++) {
        if (p->invocation->used & 1u << option->id && !(row_for(command, option)->commands & command->bit)) {
            return error_set(p->error, "`luacdk %s` has no option --%s", command->name, option->name);
        }
    }
    return 0;
}

int options_parse(struct arena *arena, int argc, char *const *argv, struct invocation *invocation,
                  struct error *error) {
    struct parser p = {arena, argc, 1, argv, invocation, error};
    *invocation = (struct invocation){.arguments = argv + argc};
    while (p.at < argc) {
        const char *word = argv[p.at++];
        int status;
        if (strcmp(word, "--") == 0) {
            invocation->arguments = argv + p.at;
            invocation->argument_count = argc - p.at;
            break;
        } else if (strncmp(word, "--", 2) == 0) {
            status = parse_long(&p, word);
        } else if (word[0] == '-' && word[1]) {
            status = parse_letters(&p, word);
        } else {
            status = take_word(&p, word);
        }
        if (status != 0) {
            return -1;
        }
    }
    invocation->check = invocation->check || invocation->update;
    return check_options_fit(&p);
}
