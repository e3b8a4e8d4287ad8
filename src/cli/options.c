/* Tables and parser of the command line: see options.h. */
#include "cli/options.h"

#include "base/file.h"
#include "cli/commands.h"
#include "schema/nearest.h"

#include <stdlib.h>
#include <string.h>

const struct command commands[] = {
    {"synth", "FILE [STACK…] [-- ARGUMENT…]", "run a script and write its cloud assembly",
     "FILE is a Lua script, or - for standard input. `luacdk FILE` is the same, so that\n"
     "\"app\": \"luacdk app.lua\" in cdk.json and a #! line work. ARGUMENTs reach the script as `arg`.\n\n"
     "STACK is the path of a stack, or a glob over such paths ('Prod/*', '**', '!Test*'). Then only those stacks and\n"
     "what they depend on are written, and assets of others are neither staged nor bundled. To find out which those\n"
     "are, the script is run once before, unseen.\n\n"
     "What was noted with cdk.Annotations is printed. An error among it makes the exit status 1. Under the cdk\n"
     "command line that is left to cdk.\n\n"
     "The assembly goes to --output, else to the folder named by CDK_OUTDIR, else to cdk.out.\n"
     "The context comes from the cdk command line where that runs us; by hand from the files cdk.json\n"
     "and cdk.context.json of the working folder.\n",
     COMMAND_SYNTH, command_synth},
    {"ls", "FILE [STACK…] [-- ARGUMENT…]", "list the stacks of a script",
     "Prints what `cdk ls` prints: of those that STACK names, as for synth, and of what they depend on. Nothing is\n"
     "kept of the assembly.\n",
     COMMAND_LS, command_ls},
    {"render", "FILE", "print the templates that a definition gives",
     "FILE returns a cdk.template or cdk.matrix; it may also be any script that makes an App. One template is\n"
     "printed as it is. Several are printed as YAML documents, or as one JSON object by stack; with -o DIR\n"
     "each goes to a file of its own there.\n\n"
     "--check compares with the snapshot in FILE.snapshot/ (or PATH) instead, prints what differs (what is the\n"
     "same in several stacks once) and then exits with 1; --update writes the snapshot.\n",
     COMMAND_RENDER, command_render},
    {"params", "FILE", "say which parameters a definition has",
     "Prints a table of the parameters of the cdk.template that FILE returns, or that its cdk.matrix has.\n",
     COMMAND_PARAMS, command_params},
    {"import", "FILE|DIR", "write a template as Lua",
     "FILE is a CloudFormation template in YAML or JSON, DIR the folder of a cloud assembly (cdk.out), whose\n"
     "stacks all come along. The script that is printed, or written with -o, synthesises the same templates.\n"
     "Comments are lost. Files and images of DIR are published from there, under the keys that they had.\n",
     COMMAND_IMPORT, command_import},
    {"repl", "[FILE] [-- ARGUMENT…]", "explore interactively, from nothing or from a script's stacks",
     "FILE is run first; its locals are in scope then. A script can also stop and open a session itself,\n"
     "with cdk.repl(). Nothing is copied, built or written before `:synth`. Type :help for the commands.\n\n"
     "Input that nobody types is a script of such lines: it ends at the first error with status 1.\n",
     COMMAND_REPL, command_repl},
    {"schema", "[NAME]", "say what CloudFormation and the library know, offline",
     "NAME is a resource type (AWS::Lambda::Function), a property of one at any depth\n"
     "(AWS::Lambda::Function.Code.S3Bucket), a class or struct of the library (lambda.CfnFunction,\n"
     "aws_cdk.aws_s3.BucketProps), a member of one (lambda.Code.from_asset), or a part of such names:\n"
     "then those that fit are listed.\n"
     "Without NAME the services are.\n\n"
     "--luals writes what editors with the Lua language server need; --luarc prints the .luarc.json\n"
     "that makes it use them.\n",
     COMMAND_SCHEMA, command_schema},
    {"handlers", "[DIR]", "list the functions that the library brings to the cloud",
     "Some constructs bring a function of their own: a bucket that empties itself, log retention, custom resources.\n"
     "For each: its name, what brings it, the hash it is published under, and the hash of AWS CDK's function of the\n"
     "same name. The context luacdk:aws-handlers=FOLDER takes AWS CDK's own instead, from the aws-cdk-lib in FOLDER.\n\n"
     "With DIR, the code of a CustomResourceProvider: the hash that it has here, and with AWS CDK's entry point.\n"
     "LUACDK_HANDLERS_CODE=DIR:DIR… adds such to the list.\n",
     COMMAND_HANDLERS, command_handlers},
    {"help", "[COMMAND]", "explain a command", NULL, COMMAND_HELP, command_help},
    {NULL, NULL, NULL, NULL, 0, NULL},
};

/* Commands that take the names of stacks. */
#define COMMANDS_OF_STACKS (COMMAND_SYNTH | COMMAND_LS)

/* Commands that give values to a definition. */
#define COMMAND_DEFINITION (COMMAND_SYNTH | COMMAND_LS | COMMAND_RENDER)

const struct option options[] = {
    {OPTION_OUTPUT, 'o', "output", "DIR", "folder of the cloud assembly; of import: the file to write",
     COMMAND_SYNTH | COMMAND_REPL | COMMAND_RENDER | COMMAND_IMPORT},
    {OPTION_CONTEXT, 'c', "context", "KEY=VALUE", "add a context value; may be repeated",
     COMMAND_SYNTH | COMMAND_LS | COMMAND_REPL | COMMAND_RENDER},
    {OPTION_QUIET, 'q', "quiet", NULL, "do not say what was written", COMMAND_SYNTH},
    {OPTION_NO_SCHEMA_CHECK, 0, "no-schema-check", NULL, "let resources have properties that luacdk does not know yet",
     COMMAND_SYNTH | COMMAND_LS | COMMAND_REPL | COMMAND_RENDER},
    {OPTION_KEEP_GOING, 0, "keep-going", NULL,
     "go on after an error: in input that nobody types, in a cell of a matrix",
     COMMAND_REPL | COMMAND_SYNTH | COMMAND_RENDER},
    {OPTION_SETTINGS, 0, "settings", "FILE", "run FILE first, instead of asking about .luacdkrc.lua of the working folder",
     COMMAND_REPL},
    {OPTION_ENV, 0, "env", "NAME", "of a definition: also take values/NAME.{lua,json,yaml}", COMMAND_DEFINITION},
    {OPTION_VALUES, 0, "values", "FILE", "of a definition: take values from FILE; may be repeated", COMMAND_DEFINITION},
    {OPTION_SET, 0, "set", "NAME=VALUE", "of a definition: set a value (a.b=3, list+=x); may be repeated",
     COMMAND_DEFINITION},
    {OPTION_EXPLAIN_VALUES, 0, "explain-values", NULL, "of a definition: say where each value comes from, and stop",
     COMMAND_SYNTH | COMMAND_RENDER},
    {OPTION_ONLY, 0, "only", "AXIS=VALUE", "of a matrix: only such cells (env=prod,region=eu-*); may be repeated",
     COMMAND_DEFINITION},
    {OPTION_JOBS, 'j', "jobs", "N", "of a matrix: how many cells at a time; else one a core", COMMAND_DEFINITION},
    {OPTION_FORMAT, 0, "format", "FORMAT", "json (the default) or yaml", COMMAND_RENDER},
    {OPTION_CHECK, 0, "check", "[=PATH]", "compare with the snapshot", COMMAND_RENDER},
    {OPTION_UPDATE, 0, "update", NULL, "write the snapshot", COMMAND_RENDER},
    {OPTION_JSON_SCHEMA, 0, "json-schema", "[=whole]",
     "print a JSON Schema for values files, or for the values as a whole", COMMAND_PARAMS},
    {OPTION_MARKDOWN, 0, "markdown", NULL, "print Markdown", COMMAND_PARAMS},
    {OPTION_FORCE, 0, "force", NULL, "write over an existing file", COMMAND_IMPORT},
    {OPTION_SANDBOX, 0, "sandbox", NULL, "run FILE without access to other files, programs and the network",
     RUNNING_COMMANDS},
    {OPTION_TRUST, 0, "trust", NULL, "run definitions that FILE uses without a sandbox", RUNNING_COMMANDS},
    {OPTION_MEMORY_LIMIT, 0, "memory-limit", "SIZE", "most memory of the sandbox, as 512M or 2G (512M)",
     RUNNING_COMMANDS},
    {OPTION_INSTRUCTION_LIMIT, 0, "instruction-limit", "N", "most instructions in the sandbox, as 500M or 2G (2G)",
     RUNNING_COMMANDS},
    {OPTION_TIME_LIMIT, 0, "time-limit", "SECONDS", "longest time in the sandbox (60)", RUNNING_COMMANDS},
    {OPTION_DEPFILE, 0, "depfile", "FILE", "write the files that were read, as a rule for make and ninja",
     COMMAND_SYNTH | COMMAND_RENDER},
    {OPTION_LONG, 'l', "long", NULL, "print names and environments too, as YAML or with --json", COMMAND_LS},
    {OPTION_JSON, 0, "json", NULL, "print JSON; of ls: with --long", COMMAND_SCHEMA | COMMAND_LS | COMMAND_HANDLERS},
    {OPTION_LUALS, 0, "luals", "DIR", "write definition files for editors into that folder", COMMAND_SCHEMA},
    {OPTION_LUARC, 0, "luarc", NULL, "print a .luarc.json for editors", COMMAND_SCHEMA},
    {OPTION_HELP, 'h', "help", NULL, "print this help", ANY_COMMAND},
    {OPTION_VERSION, 0, "version", NULL, "print the version", ANY_COMMAND},
    {0, 0, NULL, NULL, NULL, 0},
};

const struct command *options_find_command(const char *name) {
    for (const struct command *command = commands; command->name; command++) {
        if (strcmp(command->name, name) == 0) {
            return command;
        }
    }
    return NULL;
}

static int unknown(const char *what, const char *name, const char *prefix, const struct nearest *search,
                   struct error *error) {
    return search->best ? error_set(error, "unknown %s '%s'; did you mean '%s%s'?", what, name, prefix, search->best)
                        : error_set(error, "unknown %s '%s'", what, name);
}

int options_unknown_command(const char *name, struct error *error) {
    struct nearest search;
    nearest_begin(&search, name);
    for (const struct command *command = commands; command->name; command++) {
        nearest_offer(&search, command->name);
    }
    return unknown("command", name, "", &search, error);
}

/* ---- parser ---------------------------------------------------------------------------------------------------- */

struct parser {
    struct arena *arena;
    int argc, at; /* argv[at] is the next word */
    char *const *argv;
    struct invocation *invocation;
    struct error *error;
};

static const struct option *find_option(const char *name, size_t length) {
    for (const struct option *option = options; option->name; option++) {
        if (strlen(option->name) == length && strncmp(option->name, name, length) == 0) {
            return option;
        }
    }
    return NULL;
}

static const struct option *find_letter(char letter) {
    for (const struct option *option = options; option->name; option++) {
        if (option->letter && option->letter == letter) {
            return option;
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
    return unknown("option", word, "--", &search, p->error);
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

/* A number that is more than 0, with a letter for its magnitude: thousands, or for sizes multiples of 1024. */
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
        return error_set(p->error, "--env needs the name of an environment, like prod, not '%s'", name);
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
            return error_set(p->error, "--format is json or yaml, not '%s'", value);
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
            return error_set(p->error, "--json-schema is for values files, or =whole, not '%s'", value);
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
    const struct option *option = find_option(name, length);
    return option ? take_option(p, option, name[length] ? name + length + 1 : NULL) : unknown_option(p, word);
}

/* One or several letters: `-q`, `-odir`, `-o dir`, `-qo dir`. */
static int parse_letters(struct parser *p, const char *word) {
    for (const char *letter = word + 1; *letter; letter++) {
        const struct option *option = find_letter(*letter);
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

/* A word that is no option: the command, FILE, a stack, or one too many. */
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
        return error_set(p->error, "unexpected '%s'; arguments for the script stand after --", word);
    }
    invocation->operand = word;
    return 0;
}

static int check_options_fit(const struct parser *p) {
    const struct command *command = p->invocation->command;
    for (const struct option *option = options; command && option->name; option++) {
        if (p->invocation->used & 1u << option->id && !(option->commands & command->bit)) {
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
