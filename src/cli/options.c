/* Tables and parser of the command line: see options.h. */
#include "cli/options.h"

#include "base/file.h"
#include "cli/commands.h"
#include "engine/nearest.h"

#include <stdlib.h>
#include <string.h>

const struct command commands[] = {
    {"synth", "FILE [-- ARGUMENT…]", "run a script and write its cloud assembly",
     "FILE is a Lua script, or - for standard input. `luacdk FILE` is the same, so that\n"
     "\"app\": \"luacdk app.lua\" in cdk.json and a #! line work. ARGUMENTs reach the script as `arg`.\n\n"
     "The assembly goes to --output, else to the folder named by CDK_OUTDIR, else to cdk.out.\n"
     "The context comes from the cdk command line where that runs us; by hand from the files cdk.json\n"
     "and cdk.context.json of the working folder.\n",
     COMMAND_SYNTH, command_synth},
    {"ls", "FILE [-- ARGUMENT…]", "list the stacks of a script",
     "Prints what `cdk ls` prints. Nothing is kept of the assembly.\n", COMMAND_LS, command_ls},
    {"repl", "[FILE] [-- ARGUMENT…]", "explore interactively, from nothing or from a script's stacks",
     "FILE is run first; its locals are in scope then. A script can also stop and open a session itself,\n"
     "with cdk.repl(). Nothing is copied, built or written before `:synth`. Type :help for the commands.\n\n"
     "Input that nobody types is a script of such lines: it ends at the first error with status 1.\n",
     COMMAND_REPL, command_repl},
    {"schema", "[NAME]", "say what CloudFormation and the library know, offline",
     "NAME is a resource type (AWS::Lambda::Function), a property of one at any depth\n"
     "(AWS::Lambda::Function.Code.S3Bucket), a class or struct of the library (lambda.CfnFunction,\n"
     "aws_cdk.aws_s3.BucketProps), or a part of such names: then those that fit are listed.\n"
     "Without NAME the services are.\n\n"
     "--luals writes what editors with the Lua language server need; --luarc prints the .luarc.json\n"
     "that makes it use them.\n",
     COMMAND_SCHEMA, command_schema},
    {"help", "[COMMAND]", "explain a command", NULL, COMMAND_HELP, command_help},
    {NULL, NULL, NULL, NULL, 0, NULL},
};

const struct option options[] = {
    {OPTION_OUTPUT, 'o', "output", "DIR", "folder of the cloud assembly",
     COMMAND_SYNTH | COMMAND_REPL},
    {OPTION_CONTEXT, 'c', "context", "KEY=VALUE", "add a context value; may be repeated",
     COMMAND_SYNTH | COMMAND_LS | COMMAND_REPL},
    {OPTION_QUIET, 'q', "quiet", NULL, "do not say what was written", COMMAND_SYNTH},
    {OPTION_NO_SCHEMA_CHECK, 0, "no-schema-check", NULL, "let resources have properties that luacdk does not know yet",
     COMMAND_SYNTH | COMMAND_LS | COMMAND_REPL},
    {OPTION_KEEP_GOING, 0, "keep-going", NULL, "go on after an error in input that nobody types", COMMAND_REPL},
    {OPTION_SANDBOX, 0, "sandbox", NULL, "run FILE without access to other files, programs and the network",
     RUNNING_COMMANDS},
    {OPTION_TRUST, 0, "trust", NULL, "run definitions that FILE uses without a sandbox", RUNNING_COMMANDS},
    {OPTION_MEMORY_LIMIT, 0, "memory-limit", "SIZE", "most memory of the sandbox, as 512M or 2G (512M)", RUNNING_COMMANDS},
    {OPTION_INSTRUCTION_LIMIT, 0, "instruction-limit", "N", "most instructions in the sandbox, as 500M or 2G (2G)",
     RUNNING_COMMANDS},
    {OPTION_TIME_LIMIT, 0, "time-limit", "SECONDS", "longest time in the sandbox (60)", RUNNING_COMMANDS},
    {OPTION_DEPFILE, 0, "depfile", "FILE", "write the files that were read, as a rule for make and ninja",
     COMMAND_SYNTH},
    {OPTION_JSON, 0, "json", NULL, "print JSON", COMMAND_SCHEMA},
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
                         option->id == OPTION_MEMORY_LIMIT       ? "a size such as 512M"
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
        if (option->value) {
            return take_option(p, option, letter[1] ? letter + 1 : NULL);
        }
        if (take_option(p, option, NULL) != 0) {
            return -1;
        }
    }
    return 0;
}

/* A word that is no option: the command, FILE, or one too many. */
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
    return check_options_fit(&p);
}
