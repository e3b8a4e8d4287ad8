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
     "in cdk.json and a #! line work. The script gets each ARGUMENT in `arg` and `...`. Where that \"app\" is all "
     "that\n"
     "names the script, `luacdk`, `luacdk check`, `luacdk diff` and so on take it from there.\n\n"
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
     "Nothing is written.\n\n"
     "--affected prints what to hand to `cdk deploy`: the paths of the stacks that are new or differ from cdk.out\n"
     "(or $CDK_OUTDIR), or from what FILE makes in the revision REV, and of those they depend on, in the order in\n"
     "which they are deployed. With --long or --json it also says why: new, changed or needed.\n",
     COMMAND_LS, command_ls},
    {"tree", "FILE [PATH] [-- ARGUMENT…]", "print the constructs of a script",
     "Prints each construct's id, its class and what it is in CloudFormation: the type of the resource that it is or\n"
     "that is its default child, or the number of resources below it. With PATH, only that construct and those below\n"
     "it. Nothing is written.\n",
     COMMAND_TREE, command_tree},
    {"graph", "FILE [STACK…] [-- ARGUMENT…]", "print what the resources of a script refer to, as a graph",
     "Stacks contain nodes: L2 constructs with all their resources, and resources outside any. An arrow leads from\n"
     "what refers to what is referred to, also across stacks; it is dashed if there is only a DependsOn. Arrows "
     "between\n"
     "stacks are dependencies. STACK is as for `luacdk synth`. Nothing is written.\n\n"
     "A page that shows the graph, to be opened in a browser: luacdk graph app.lua -o app.html\n"
     "Graphviz draws DOT: luacdk graph app.lua | dot -Tsvg > app.svg\n",
     COMMAND_GRAPH, command_graph},
    {"render", "FILE", "print templates, or compare them with a snapshot",
     "FILE returns a cdk.template or cdk.matrix, or is any script that makes an App. Several templates are printed\n"
     "as YAML documents, or as one JSON object with a key for each stack; -o DIR writes a file for each instead.\n\n"
     "--check compares the templates with the snapshot in FILE.snapshot/ (or PATH) and prints the differences, once\n"
     "each even if several stacks share them; the exit status is 1 if there are any. --update writes the snapshot.\n",
     COMMAND_RENDER, command_render},
    {"check", "FILE [-- ARGUMENT…]", "find the mistakes in a script, and write nothing",
     "Runs the script, makes its templates in memory, and reports everything that is wrong, by file and line: errors\n"
     "in the script and its constructs, failed validations, annotations, values that CloudFormation is likely to\n"
     "reject, references to what is not there, IAM actions that do not exist, code that Lambda cannot run, images "
     "that\n"
     "may change, deprecated properties and types, and CloudFormation's limits, from 80 % of each. Every cell of a\n"
     "definition is checked. Assets are neither copied nor built. What the script prints goes to standard error.\n\n"
     "A file of --rules returns a list of rules: { id = \"team::rule\", level =, text =, fix =, type =, check = "
     "function\n"
     "(resource, report) … end }. The context luacdk:rules names such files too.\n\n"
     "The exit status is 1 if there are errors; with --fail-on warning, warnings count too.\n",
     COMMAND_CHECK, command_check},
    {"diff", "FILE [STACK…] [-- ARGUMENT…]", "show what would change, offline",
     "Runs FILE and compares its templates with earlier ones by meaning, in the words of `cdk diff`. Nothing is\n"
     "deployed. STACK is as for `luacdk synth`.\n\n"
     "--against names what to compare with: the folder of an assembly (by default cdk.out, or $CDK_OUTDIR), a folder\n"
     "of templates from `luacdk render`, a template file if there is one stack, or git:REV: what FILE makes in that\n"
     "revision, which is checked out into a temporary folder.\n\n"
     "Removed resources are marked `destroy` or `orphan`, changed ones `replace` or `may be replaced`, where the\n"
     "schema says so. Resources whose code or files alone changed share a line. Policy statements and security group\n"
     "rules come first. A change that several stacks share is shown once.\n\n"
     "The exit status is 1 if the script fails, or if --fail-on names what was found: any-change, broadening\n"
     "(somebody may do more than before), or destructive (something is destroyed, or is or may be replaced).\n",
     COMMAND_DIFF, command_diff},
    {"deploy", "FILE [STACK…] [OPTION-OF-CDK…] [-- ARGUMENT…]", "write the assembly and run `cdk deploy` on it",
     "Writes the whole assembly as `luacdk synth` does, then runs `cdk deploy --app=cdk.out` with what follows FILE.\n"
     "Options of luacdk go before FILE, those of cdk after it. If the script fails, nothing is deployed.\n\n"
     "cdk is looked for in PATH, or is the program that $CDK names. The exit status is that of cdk.\n",
     COMMAND_DEPLOY, command_deploy},
    {"watch", "FILE [STACK…] [-- ARGUMENT…]", "run a script again whenever something that it read changes",
     "Does what `luacdk synth` does, then waits until something changes that the run has read: scripts, modules,\n"
     "values, files and folders of assets, cdk.json. Then it runs again, and shows what has changed in the templates\n"
     "as `luacdk diff` does. A run that fails leaves the last good assembly as it was. Ctrl-C ends it.\n\n"
     "--exec runs a program after each run that succeeded. COMMAND is split into words at blanks outside of quotes;\n"
     "nothing else in it is special. For a shell, write --exec 'sh -c \"…\"'.\n",
     COMMAND_WATCH, command_watch},
    {"asset", "explain DIR|FILE [CONSTRUCT|DIR|FILE] [-- ARGUMENT…]", "explain what is in an asset, and why two differ",
     "luacdk asset explain DIR              each file of the folder: in the asset, or out and by which pattern\n"
     "luacdk asset explain FILE CONSTRUCT   the same for an asset of the script FILE, with its own patterns\n"
     "luacdk asset explain A B              compares two assets file by file\n\n"
     "A and B are folders, files, or the beginning of a hash in cdk.out (or --output). CONSTRUCT is the path of a\n"
     "construct with one asset below it. The fingerprint is what synthesis computes. Folders of which nothing can be\n"
     "in the asset take one line. Nothing is written, copied or built.\n",
     COMMAND_ASSET, command_asset},
    {"params", "FILE [VALUES…]", "list the parameters of a definition, or check values for them",
     "FILE returns a cdk.template or cdk.matrix. Prints a table unless an option says otherwise.\n\n"
     "--check looks at the files VALUES (by default, all that FILE reads by itself) without building anything, and\n"
     "prints every mistake with its file and line; the exit status is 1 if there are any. Each file is checked by\n"
     "itself, then what every environment and every cell of a matrix gets from all layers.\n",
     COMMAND_PARAMS, command_params},
    {"test", "FILE", "run the tests inside a definition: its facts and snapshots",
     "FILE returns a cdk.template or cdk.matrix. Does what `luacdk params --check` does: its `facts` must hold for\n"
     "the values of every environment and every cell. Then the template of each of its `snapshots`, which are values\n"
     "over the defaults, is compared with the one in FILE.snapshots/. Prints what is wrong; the exit status is 1 if\n"
     "there is anything. --update writes FILE.snapshots/.\n",
     COMMAND_TEST, command_test},
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
    {"init", "[DIR]", "begin a project",
     "Writes into DIR (the working folder) a script with a spec, cdk.json with the feature flags that `cdk init`\n"
     "sets, .luarc.json for editors, .gitignore and AGENTS.md. --template definition writes a definition instead of\n"
     "an app, with values and a JSON Schema for them. If one of the files is already there, nothing is written.\n",
     COMMAND_INIT, command_init},
    {"completion", "bash|zsh|fish [-- WORD…]", "print the completion script of a shell",
     "`make install` puts the scripts where the shells look. Otherwise, for bash:\n"
     "  source <(luacdk completion bash)\n\n"
     "With WORDs, prints what could replace the last one. To find its stacks, parameters and axes, the script is run\n"
     "in the sandbox for at most 3 seconds, even if the command itself would not confine it.\n",
     COMMAND_COMPLETION, command_completion},
    {"man", "", "print the manual page", "To read it: luacdk man | man -l -\n", COMMAND_MAN, command_man},
    {"help", "[COMMAND|NAME]", "explain a command, or look up a NAME as `schema` does", NULL, COMMAND_HELP,
     command_help},
    {NULL, NULL, NULL, NULL, 0, NULL},
};

/* ---- setters --------------------------------------------------------------------------------------------------- */

struct parser {
    struct arena *arena;
    int argc, at; /* argv[at] is the next word */
    char *const *argv;
    struct invocation *invocation;
    struct error *error;
};

#define FIELD(name) offsetof(struct invocation, name)

/* The field of the invocation that the option sets. */
static void *field_of(struct parser *p, const struct option *option) { return (char *)p->invocation + option->field; }

static int set_flag(struct parser *p, const struct option *option, const char *value) {
    (void)value;
    *(bool *)field_of(p, option) = true;
    return 0;
}

static int set_text(struct parser *p, const struct option *option, const char *value) {
    *(const char **)field_of(p, option) = value;
    return 0;
}

/* The name of a file or folder. */
static int set_name(struct parser *p, const struct option *option, const char *value) {
    if (!*value) {
        const char *what = strcmp(option->value, "FILE") == 0 ? "file" : "folder";
        return error_set(p->error, "--%s needs the name of a %s", option->name, what);
    }
    return set_text(p, option, value);
}

static int set_keep_going(struct parser *p, const struct option *option, const char *value) {
    p->invocation->definition.keep_going = true;
    return set_flag(p, option, value);
}

/* One of the words that the option's row names between bars: "text|json|sarif". */
static int set_choice(struct parser *p, const struct option *option, const char *value) {
    size_t length = strlen(value);
    char *words = arena_strdup(p->arena, option->value);
    for (char *word = words; *word; word += strcspn(word, "|"), word += *word == '|') {
        if (strcspn(word, "|") == length && strncmp(word, value, length) == 0) {
            return set_text(p, option, value);
        }
    }
    const char *list = "";
    for (char *word = words, *next; word; word = next) {
        next = strchr(word, '|');
        if (next) {
            *next++ = '\0';
        }
        list = arena_printf(p->arena, "%s%s%s", list, word == words ? "" : next ? ", " : " or ", word);
    }
    return error_set(p->error, "--%s needs %s, not '%s'", option->name, list, value);
}

static int set_check(struct parser *p, const struct option *option, const char *value) {
    p->invocation->check = true;
    return set_text(p, option, value);
}

static int set_json_schema(struct parser *p, const struct option *option, const char *value) {
    if (value && strcmp(value, "whole") != 0) {
        return error_set(p->error, "--json-schema takes no value or =whole, not '%s'", value);
    }
    return set_text(p, option, value ? "json-schema=whole" : "json-schema");
}

/* The form of luacdk params that is called like the option. */
static int set_form(struct parser *p, const struct option *option, const char *value) {
    (void)value;
    return set_text(p, option, option->name);
}

static int set_affected(struct parser *p, const struct option *option, const char *revision) {
    if (revision && !*revision) {
        return error_set(p->error, "--affected= needs a revision such as main");
    }
    p->invocation->affected = true;
    return revision ? set_text(p, option, arena_printf(p->arena, AGAINST_GIT "%s", revision)) : 0;
}

static int set_explain(struct parser *p, const struct option *option, const char *value) {
    (void)option, (void)value;
    p->invocation->definition.action = DEFINITION_EXPLAIN;
    return 0;
}

static int add_context(struct parser *p, const struct option *option, const char *text) {
    (void)option;
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

/* A positive number with an optional magnitude: k, M or G, powers of `unit`; 0: none is allowed. `what` it needs. */
static int read_limit(struct parser *p, const struct option *option, const char *value, double unit, const char *what,
                      double *number) {
    char *end;
    *number = strtod(value, &end);
    if (unit > 0 && *end) {
        static const char letters[] = "kKmMgG";
        const char *letter = strchr(letters, *end);
        for (long i = letter ? (letter - letters) / 2 : -1; i >= 0; i--) {
            *number *= unit;
        }
        end += letter ? 1 : 0;
    }
    if (end == value || *end || !(*number > 0) || *number > 1e15) {
        return error_set(p->error, "--%s needs %s, not '%s'", option->name, what, value);
    }
    return 0;
}

static int set_memory(struct parser *p, const struct option *option, const char *value) {
    double number;
    int status = read_limit(p, option, value, 1024, "a size such as 512M", &number);
    p->invocation->limits.memory = status == 0 ? (size_t)number : 0;
    return status;
}

static int set_instructions(struct parser *p, const struct option *option, const char *value) {
    double number;
    int status = read_limit(p, option, value, 1000, "a number such as 500M", &number);
    p->invocation->limits.instructions = status == 0 ? (long long)number : 0;
    return status;
}

static int set_seconds(struct parser *p, const struct option *option, const char *value) {
    return read_limit(p, option, value, 0, "a number of seconds", &p->invocation->limits.seconds);
}

static void append_word(struct parser *p, const char *const **words, size_t *count, const char *word) {
    if ((*count & (*count - 1)) == 0) { /* full: 0, 1, 2, 4 … words */
        const char **list = arena_calloc(p->arena, *count ? 2 * *count : 1, sizeof *list);
        for (size_t i = 0; i < *count; i++) {
            list[i] = (*words)[i];
        }
        *words = list;
    }
    ((const char **)*words)[(*count)++] = word;
}

/* Adds to one of the definition's lists of words. */
static int add_word(struct parser *p, const struct option *option, const char *word) {
    struct definition *definition = &p->invocation->definition;
    const char *const **words = field_of(p, option);
    size_t *count = words == &definition->values ? &definition->value_count
                    : words == &definition->sets ? &definition->set_count
                                                 : &definition->only_count;
    append_word(p, words, count, word);
    definition->asked = true;
    return 0;
}

static int add_exclude(struct parser *p, const struct option *option, const char *word) {
    append_word(p, field_of(p, option), &p->invocation->exclude_count, word);
    return 0;
}

static int set_env(struct parser *p, const struct option *option, const char *name) {
    if (!*name || strchr(name, '/') || *name == '.') {
        return error_set(p->error, "--env needs the name of an environment such as prod, not '%s'", name);
    }
    p->invocation->definition.asked = true;
    return set_text(p, option, name);
}

static int set_number(struct parser *p, const struct option *option, const char *text) {
    enum { MOST = 1024 };
    char *end;
    long number = strtol(text, &end, 10);
    if (end == text || *end || number < 1 || number > MOST) {
        return error_set(p->error, "--%s needs a number from 1 to %d, not '%s'", option->name, MOST, text);
    }
    *(int *)field_of(p, option) = (int)number;
    return 0;
}

/* ---- options --------------------------------------------------------------------------------------------------- */

/* Commands that take words after FILE: the names of stacks, a path, or values files. */
#define COMMANDS_OF_WORDS                                                                                          \
    (COMMAND_SYNTH | COMMAND_LS | COMMAND_DIFF | COMMAND_PARAMS | COMMAND_DEPLOY | COMMAND_WATCH | COMMAND_ASSET | \
     SHOWING_COMMANDS)

/* Commands that take values for a definition. */
#define COMMANDS_OF_DEFINITIONS                                                                                    \
    (COMMAND_SYNTH | COMMAND_LS | COMMAND_RENDER | COMMAND_DIFF | COMMAND_CHECK | COMMAND_DEPLOY | COMMAND_WATCH | \
     COMMAND_ASSET | SHOWING_COMMANDS)

const char *const option_headings[OPTION_GROUPS] = {"Options", "Options for definitions", "Sandbox and limits"};

const struct option options[] = {
    {GROUP_GENERAL, 'o', "output", "DIR", "write the cloud assembly to DIR",
     COMMAND_SYNTH | COMMAND_REPL | COMMAND_DEPLOY | COMMAND_WATCH, set_name, FIELD(output)},
    {GROUP_GENERAL, 'o', "output", "DIR", "write a file for each template to DIR", COMMAND_RENDER, set_name,
     FIELD(output)},
    {GROUP_GENERAL, 'o', "output", "FILE", "write the script to FILE", COMMAND_IMPORT, set_name, FIELD(output)},
    {GROUP_GENERAL, 0, "force", NULL, "overwrite an existing FILE", COMMAND_IMPORT, set_flag, FIELD(force)},
    {GROUP_GENERAL, 0, "format", "json|yaml", "print JSON (the default) or YAML", COMMAND_RENDER, set_choice,
     FIELD(format)},
    {GROUP_GENERAL, 0, "format", "text|json|sarif|github", "print text (the default) or a form for programs",
     COMMAND_CHECK, set_choice, FIELD(format)},
    {GROUP_GENERAL, 0, "fail-on", "error|warning", "exit with 1 from this level on (default: error)", COMMAND_CHECK,
     set_choice, FIELD(fail_on)},
    {GROUP_GENERAL, 0, "ignore", "IDS", "leave out the findings of these rules: W2531,luacdk::iam-action",
     COMMAND_CHECK, set_text, FIELD(ignore)},
    {GROUP_GENERAL, 0, "rules", "FILES", "also check the rules in these Lua files, separated by commas", COMMAND_CHECK,
     set_text, FIELD(rules)},
    {GROUP_GENERAL, 0, "list", NULL, "list the rules instead of checking", COMMAND_CHECK, set_flag, FIELD(list)},
    {GROUP_GENERAL, 0, "against", "WHAT", "compare with this assembly, folder, template or git:REV", COMMAND_DIFF,
     set_text, FIELD(against)},
    {GROUP_GENERAL, 0, "ignore-assets", NULL, "leave out changes of assets", COMMAND_DIFF | COMMAND_WATCH, set_flag,
     FIELD(ignore_assets)},
    {GROUP_GENERAL, 'o', "output", "DIR", "look for assets in DIR", COMMAND_ASSET, set_name, FIELD(output)},
    {GROUP_GENERAL, 0, "exclude", "PATTERN", "leave out what matches PATTERN; repeatable", COMMAND_ASSET, add_exclude,
     FIELD(excludes)},
    {GROUP_GENERAL, 0, "ignore-file", "FILE", "also leave out what the patterns in FILE match", COMMAND_ASSET, set_text,
     FIELD(ignore_file)},
    {GROUP_GENERAL, 0, "ignore-mode", "glob|git|docker", "how patterns are read (default: glob)", COMMAND_ASSET,
     set_choice, FIELD(ignore_mode)},
    {GROUP_GENERAL, 0, "follow", "external|always|never|internal-only", "which links are followed (default: external)",
     COMMAND_ASSET, set_choice, FIELD(follow)},
    {GROUP_GENERAL, 0, "exec", "COMMAND", "run COMMAND after each run that succeeded", COMMAND_WATCH, set_text,
     FIELD(exec)},
    {GROUP_GENERAL, 0, "fail-on", "any-change|broadening|destructive", "exit with 1 on such changes", COMMAND_DIFF,
     set_choice, FIELD(fail_on)},
    {GROUP_GENERAL, 0, "format", "text|json|markdown", "print text (the default), JSON or Markdown", COMMAND_DIFF,
     set_choice, FIELD(format)},
    {GROUP_GENERAL, 0, "write-refactor", "FILE", "write what moved to FILE, for cdk refactor --override-file",
     COMMAND_DIFF, set_name, FIELD(write_refactor)},
    {GROUP_GENERAL, 0, "template", "app|definition", "begin an app (the default) or a definition", COMMAND_INIT,
     set_choice, FIELD(template)},
    {GROUP_GENERAL, 'o', "output", "FILE", "write to FILE, whose ending says the format", COMMAND_GRAPH, set_name,
     FIELD(output)},
    {GROUP_GENERAL, 0, "format", "dot|mermaid|json|html", "print DOT (the default), Mermaid, JSON or a page",
     COMMAND_GRAPH, set_choice, FIELD(format)},
    {GROUP_GENERAL, 0, "resources", NULL, "a node for each resource, also inside L2 constructs", COMMAND_GRAPH,
     set_flag, FIELD(resources)},
    {GROUP_GENERAL, 0, "check", "[=PATH]", "compare with the snapshot", COMMAND_RENDER, set_check, FIELD(snapshot)},
    {GROUP_GENERAL, 0, "check", NULL, "check values files instead", COMMAND_PARAMS, set_flag, FIELD(check)},
    {GROUP_GENERAL, 0, "update", NULL, "write the snapshot", COMMAND_RENDER | COMMAND_TEST, set_flag, FIELD(update)},
    {GROUP_GENERAL, 'c', "context", "KEY=VALUE", "set a context value; repeatable",
     COMMANDS_OF_DEFINITIONS | COMMAND_TEST | COMMAND_REPL, add_context, FIELD(context)},
    {GROUP_GENERAL, 'q', "quiet", NULL, "do not print what was written", COMMAND_SYNTH | COMMAND_WATCH, set_flag,
     FIELD(quiet)},
    {GROUP_GENERAL, 'l', "long", NULL, "print names and environments too, as YAML", COMMAND_LS, set_flag,
     FIELD(long_form)},
    {GROUP_GENERAL, 0, "affected", "[=REV]", "only what to deploy: what differs from cdk.out, or from a Git revision",
     COMMAND_LS, set_affected, FIELD(against)},
    {GROUP_GENERAL, 0, "json", NULL, "with --long or --affected: print JSON", COMMAND_LS, set_flag, FIELD(json)},
    {GROUP_GENERAL, 0, "json", NULL, "print JSON", COMMAND_SCHEMA | COMMAND_HANDLERS | COMMAND_TREE | COMMAND_ASSET,
     set_flag, FIELD(json)},
    {GROUP_GENERAL, 0, "depth", "N", "only N levels below the construct", COMMAND_TREE, set_number, FIELD(depth)},
    {GROUP_GENERAL, 0, "luals", "DIR", "write definition files for editors to DIR", COMMAND_SCHEMA, set_name,
     FIELD(luals)},
    {GROUP_GENERAL, 0, "luarc", NULL, "print a .luarc.json that makes the editor use them", COMMAND_SCHEMA, set_flag,
     FIELD(luarc)},
    {GROUP_GENERAL, 0, "json-schema", "[=whole]", "print a JSON Schema for values files, or for all values together",
     COMMAND_PARAMS, set_json_schema, FIELD(definition.form)},
    {GROUP_GENERAL, 0, "markdown", NULL, "print a Markdown table", COMMAND_PARAMS, set_form, FIELD(definition.form)},
    {GROUP_GENERAL, 0, "luals", NULL, "print a definition file for values files in Lua", COMMAND_PARAMS, set_form,
     FIELD(definition.form)},
    {GROUP_GENERAL, 0, "rescue", NULL, "if FILE fails, open the session where it failed", COMMAND_REPL, set_flag,
     FIELD(rescue)},
    {GROUP_GENERAL, 0, "settings", "FILE", "run FILE first instead of asking about .luacdkrc.lua", COMMAND_REPL,
     set_text, FIELD(settings)},
    {GROUP_GENERAL, 0, "no-schema-check", NULL, "accept resource properties that luacdk does not know yet",
     COMMANDS_OF_DEFINITIONS | COMMAND_REPL, set_flag, FIELD(no_schema_check)},
    {GROUP_GENERAL, 0, "keep-going", NULL, "continue after an error in piped input", COMMAND_REPL, set_keep_going,
     FIELD(keep_going)},
    {GROUP_GENERAL, 0, "source-map", NULL, "record all lines, for AWS's language server and explorer", COMMAND_SYNTH,
     set_flag, FIELD(source_map)},
    {GROUP_GENERAL, 0, "depfile", "FILE", "record the files that were read, as a rule for make and ninja",
     COMMAND_SYNTH | COMMAND_RENDER, set_name, FIELD(depfile)},
    {GROUP_GENERAL, 0, "timings", NULL, "print where the time goes; JSON with --json or --format json",
     COMMANDS_OF_DEFINITIONS, set_flag, FIELD(timings)},
    {GROUP_GENERAL, 'h', "help", NULL, "print this help", ANY_COMMAND, set_flag, FIELD(help)},
    {GROUP_GENERAL, 0, "version", NULL, "print the version", ANY_COMMAND, set_flag, FIELD(version)},
    {GROUP_DEFINITION, 0, "env", "NAME", "also read values/NAME.{lua,json,yaml}",
     COMMANDS_OF_DEFINITIONS | COMMAND_REPL, set_env, FIELD(definition.env)},
    {GROUP_DEFINITION, 0, "values", "FILE", "read values from FILE; repeatable", COMMANDS_OF_DEFINITIONS | COMMAND_REPL,
     add_word, FIELD(definition.values)},
    {GROUP_DEFINITION, 0, "set", "NAME=VALUE", "set a value (a.b=3, list+=x); repeatable",
     COMMANDS_OF_DEFINITIONS | COMMAND_REPL, add_word, FIELD(definition.sets)},
    {GROUP_DEFINITION, 0, "explain-values", NULL, "print where each value comes from, and write nothing",
     COMMAND_SYNTH | COMMAND_RENDER, set_explain, FIELD(definition.action)},
    {GROUP_DEFINITION, 0, "only", "AXIS=VALUE", "only these cells (env=prod,region=eu-*); repeatable",
     COMMANDS_OF_DEFINITIONS | COMMAND_REPL, add_word, FIELD(definition.only)},
    {GROUP_DEFINITION, 'j', "jobs", "N", "run N cells at a time (one per core)", COMMANDS_OF_DEFINITIONS, set_number,
     FIELD(definition.jobs)},
    {GROUP_DEFINITION, 0, "keep-going", NULL, "write the other cells when a cell fails", COMMAND_SYNTH | COMMAND_RENDER,
     set_keep_going, FIELD(keep_going)},
    {GROUP_SANDBOX, 0, "sandbox", NULL, "confine FILE to its own folder: no programs, no network",
     RUNNING_COMMANDS & ~(unsigned)COMMAND_DEPLOY /* whose cdk no sandbox confines */, set_flag, FIELD(sandbox)},
    {GROUP_SANDBOX, 0, "trust", NULL, "do not confine the definitions that FILE uses", RUNNING_COMMANDS | COMMAND_REPL,
     set_flag, FIELD(trust)},
    {GROUP_SANDBOX, 0, "memory-limit", "SIZE", "limit Lua memory to SIZE (sandbox: 512M)",
     RUNNING_COMMANDS | COMMAND_REPL, set_memory, FIELD(limits.memory)},
    {GROUP_SANDBOX, 0, "instruction-limit", "N", "limit the run to N instructions (sandbox: 2G)",
     RUNNING_COMMANDS | COMMAND_REPL, set_instructions, FIELD(limits.instructions)},
    {GROUP_SANDBOX, 0, "time-limit", "SECONDS", "limit the run to SECONDS (sandbox: 60)",
     RUNNING_COMMANDS | COMMAND_REPL, set_seconds, FIELD(limits.seconds)},
    {0, 0, NULL, NULL, NULL, 0, NULL, 0},
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

/* Commands of `cdk` that luacdk leaves to it. */
static const struct {
    const char *name, *advice;
} cdk_commands[] = {
    {"bootstrap", "write `cdk bootstrap`"},
    {"destroy", "write `cdk destroy`"},
};

int options_unknown_command(const char *name, struct error *error) {
    for (size_t i = 0; i < sizeof cdk_commands / sizeof *cdk_commands; i++) {
        if (strcmp(name, cdk_commands[i].name) == 0) {
            return error_set(error, "unknown command '%s'; %s", name, cdk_commands[i].advice);
        }
    }
    return unknown("command", name, "", options_nearest_command(name), error);
}

/* ---- parser ---------------------------------------------------------------------------------------------------- */

/* The row of an option for the command, if there is one; else its first row. */
static const struct option *row_for(const struct command *command, const struct option *first) {
    for (const struct option *option = options; command && option->name; option++) {
        if (strcmp(option->name, first->name) == 0 && option->commands & command->bit) {
            return option;
        }
    }
    return first;
}

const struct option *options_find(const struct command *command, const char *name, size_t length) {
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

static int set_option(struct parser *p, const struct option *option, const char *value) {
    struct invocation *invocation = p->invocation;
    bool again = false;
    for (size_t i = 0; i < invocation->given_count; i++) {
        again |= invocation->given[i] == option;
    }
    if (!again) {
        if (!invocation->given) {
            invocation->given = arena_calloc(p->arena, sizeof options / sizeof *options, sizeof *invocation->given);
        }
        invocation->given[invocation->given_count++] = option;
    }
    return option->set(p, option, value);
}

/* Whether the command, if it is known yet, has the option. */
static int check_fits(const struct parser *p, const struct option *option) {
    const struct command *command = p->invocation->command;
    if (command && !(row_for(command, option)->commands & command->bit)) {
        return error_set(p->error, "`luacdk %s` has no option --%s", command->name, option->name);
    }
    return 0;
}

/* Sets an option whose value, if it takes one, is `attached` to it or the next word. */
static int take_option(struct parser *p, const struct option *option, const char *attached) {
    if (check_fits(p, option) != 0) {
        return -1;
    }
    if (option->value && *option->value == '[') {
        return set_option(p, option, attached);
    }
    if (!option->value) {
        return attached ? error_set(p->error, "--%s takes no value", option->name) : set_option(p, option, NULL);
    }
    if (!attached && p->at >= p->argc) {
        p->invocation->pending = option;
        return error_set(p->error, "--%s needs a value: %s", option->name, option->value);
    }
    return set_option(p, option, attached ? attached : p->argv[p->at++]);
}

static int parse_long(struct parser *p, const char *word) {
    const char *name = word + 2;
    size_t length = strcspn(name, "=");
    const struct option *option = options_find(p->invocation->command, name, length);
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
    if (invocation->operand && invocation->command->bit & COMMANDS_OF_WORDS) {
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
    for (size_t i = 0; i < p->invocation->given_count; i++) {
        if (check_fits(p, p->invocation->given[i]) != 0) {
            return -1;
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
        } else if (invocation->operand && invocation->command->bit == COMMAND_DEPLOY) {
            status = take_word(&p, word); /* whatever it is, it is for cdk */
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
