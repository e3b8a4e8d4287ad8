/* An earlier revision's assembly: see revision.h. */
#include "cli/revision.h"

#include "base/file.h"
#include "base/path.h"
#include "base/process.h"

#include <stdio.h>
#include <string.h>

extern char **environ;

/* Our environment with one more variable. */
static const char *const *environment_with(struct arena *arena, const char *variable) {
    size_t count = 0;
    while (environ[count]) {
        count++;
    }
    const char **variables = arena_calloc(arena, count + 2, sizeof *variables);
    for (size_t i = 0; i < count; i++) {
        variables[i + 1] = environ[i];
    }
    variables[0] = variable; /* the first of a name counts */
    return variables;
}

/* What git prints, without the newline; NULL after reporting why it failed. */
static const char *run_git(struct arena *arena, const char *const *argv, const char *cwd, const char *const *env) {
    struct process_result result;
    process_result_init(&result);
    bool ran = process_run(
        &(struct process_options){
            .argv = argv, .env = env, .cwd = cwd, .in = PROCESS_NULL, .out = PROCESS_PIPE, .err = PROCESS_SHOWN},
        &result);
    const char *text = NULL;
    if (!ran) {
        fprintf(stderr, "luacdk: cannot run git: %s\n", strerror(result.error));
    } else if (result.status == 0) {
        size_t length = result.out.length;
        length -= length > 0 && result.out.data[length - 1] == '\n';
        text = arena_strndup(arena, length ? result.out.data : "", length);
    }
    process_result_free(&result);
    return text;
}

/* Writes the files of the revision to the folder `tree`. `*place` is where our working folder is in it. */
static int check_out(struct arena *arena, const char *revision, const char *scratch, const char *tree,
                     const char **place) {
    const char *commit = arena_printf(arena, "%s^{commit}", revision);
    const char *top = run_git(arena, (const char *const[]){"git", "rev-parse", "--show-toplevel", NULL}, NULL, NULL);
    const char *prefix =
        top ? run_git(arena, (const char *const[]){"git", "rev-parse", "--show-prefix", NULL}, NULL, NULL) : NULL;
    const char *hash =
        prefix ? run_git(arena, (const char *const[]){"git", "rev-parse", "--verify", "--end-of-options", commit, NULL},
                         NULL, NULL)
               : NULL;
    if (!hash) {
        return -1;
    }
    const char *index = arena_printf(arena, "GIT_INDEX_FILE=%s", path_join(arena, scratch, "index"));
    const char *const *env = environment_with(arena, index);
    const char *into = arena_printf(arena, "--prefix=%s/", tree);
    if (!run_git(arena, (const char *const[]){"git", "read-tree", hash, NULL}, top, env) ||
        !run_git(arena, (const char *const[]){"git", "checkout-index", "-a", "-q", into, NULL}, top, env)) {
        return -1;
    }
    *place = path_join(arena, tree, *prefix ? prefix : ".");
    return 0;
}

struct words {
    struct arena *arena;
    const char **list;
    size_t count, room;
};

static void add(struct words *words, const char *word) {
    if (words->count + 1 >= words->room) {
        size_t room = words->room ? 2 * words->room : 32;
        const char **list = arena_calloc(words->arena, room, sizeof *list);
        for (size_t i = 0; i < words->count; i++) {
            list[i] = words->list[i];
        }
        words->list = list;
        words->room = room;
    }
    words->list[words->count++] = word;
}

static void add_option(struct words *words, const char *name, const char *value) {
    if (value) {
        add(words, arena_printf(words->arena, "--%s=%s", name, value));
    }
}

static void add_options(struct words *words, const char *name, const char *const *values, size_t count) {
    for (size_t i = 0; i < count; i++) {
        add_option(words, name, values[i]);
    }
}

/* The options that say how the script runs. */
static void add_running(struct words *words, const struct invocation *invocation) {
    const struct definition *definition = &invocation->definition;
    const struct limits *limits = &invocation->limits;
    struct arena *arena = words->arena;
    for (size_t i = 0; i < invocation->context_count; i++) {
        const struct context_entry *entry = &invocation->context[i];
        add_option(words, "context", arena_printf(arena, "%s=%s", entry->key, entry->value));
    }
    add_option(words, "env", definition->env);
    add_options(words, "values", definition->values, definition->value_count);
    add_options(words, "set", definition->sets, definition->set_count);
    add_options(words, "only", definition->only, definition->only_count);
    if (definition->jobs) {
        add_option(words, "jobs", arena_printf(arena, "%d", definition->jobs));
    }
    if (limits->memory) {
        add_option(words, "memory-limit", arena_printf(arena, "%zu", limits->memory));
    }
    if (limits->instructions) {
        add_option(words, "instruction-limit", arena_printf(arena, "%lld", limits->instructions));
    }
    if (limits->seconds > 0) {
        add_option(words, "time-limit", arena_printf(arena, "%g", limits->seconds));
    }
    if (invocation->no_schema_check) {
        add(words, "--no-schema-check");
    }
    if (invocation->sandbox) {
        add(words, "--sandbox");
    }
    if (invocation->trust) {
        add(words, "--trust");
    }
}

const char *revision_synth(struct arena *arena, const struct invocation *invocation, const char *revision,
                           const char *scratch) {
    const char *file = invocation->operand;
    if (path_is_absolute(file) || strcmp(file, "-") == 0) {
        fprintf(stderr, "luacdk: --against git:%s needs FILE relative to the working folder, not '%s'\n", revision,
                file);
        return NULL;
    }
    const char *tree = path_join(arena, scratch, "tree");
    const char *output = path_join(arena, scratch, "out");
    const char *place;
    if (check_out(arena, revision, scratch, tree, &place) != 0) {
        fprintf(stderr, "luacdk: cannot check out git:%s\n", revision);
        return NULL;
    }
    if (!file_exists(path_join(arena, place, file))) {
        fprintf(stderr, "luacdk: there is no %s in git:%s\n", file, revision);
        return NULL;
    }
    struct words words = {.arena = arena};
    add(&words, file_readlink(arena, "/proc/self/exe", NULL));
    add(&words, "synth");
    add(&words, path_join(arena, ".", file));
    add(&words, "--quiet");
    add_option(&words, "output", output);
    add_running(&words, invocation);
    add(&words, "--");
    for (int i = 0; i < invocation->argument_count; i++) {
        add(&words, invocation->arguments[i]);
    }
    struct process_result result;
    process_result_init(&result);
    bool ran = process_run(
        &(struct process_options){
            .argv = words.list, .cwd = place, .in = PROCESS_NULL, .out = PROCESS_TO_STDERR, .err = PROCESS_SHOWN},
        &result);
    int status = ran ? result.status : -1;
    process_result_free(&result);
    if (status != 0 || !file_exists(path_join(arena, output, "manifest.json"))) {
        fprintf(stderr, "luacdk: %s in git:%s made no assembly to compare with\n", file, revision);
        return NULL;
    }
    return output;
}
