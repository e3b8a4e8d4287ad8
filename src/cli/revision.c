/* An earlier revision's assembly: see revision.h. */
#include "cli/revision.h"

#include "base/file.h"
#include "base/path.h"
#include "base/process.h"
#include "base/text.h"
#include "cli/checkout.h"
#include "cli/words.h"

#include <stdio.h>
#include <string.h>

static void add_option(struct words *words, const char *name, const char *value) {
    if (value) {
        words_add(words, arena_printf(words->arena, "--%s=%s", name, value));
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
        words_add(words, "--no-schema-check");
    }
    if (invocation->sandbox) {
        words_add(words, "--sandbox");
    }
    if (invocation->trust) {
        words_add(words, "--trust");
    }
}

/* Where the script was in the revision: the working folder, and its path from there. */
struct place {
    const char *folder, *file;
};

static bool is_there(struct arena *arena, const struct checkout *checkout, const char *folder, const char *file) {
    return file_exists(path_join(arena, path_join(arena, checkout->tree, *folder ? folder : "."), file));
}

/* Where a script was that is now called `file` in the working folder; a folder that was renamed takes the working folder
 * with it. Returns false if it was not there. */
static bool find_script(struct arena *arena, const struct checkout *checkout, const char *file, struct place *place) {
    const char *folder = checkout->prefix, *old = NULL;
    if (!is_there(arena, checkout, folder, file)) {
        old = checkout_old_name(arena, checkout, path_normalize(arena, path_join(arena, *folder ? folder : ".", file)));
        if (!old) {
            return false;
        }
        size_t length = strlen(old), tail = strlen(file);
        bool is_same_file = text_ends_in(old, arena_printf(arena, "/%s", file));
        const char *above = is_same_file ? arena_strndup(arena, old, length - tail) : path_dirname(arena, old);
        bool stays = file_is_directory(path_join(arena, checkout->tree, *folder ? folder : "."));
        folder = stays && !is_same_file ? folder : above;
    }
    place->folder = path_join(arena, checkout->tree, *folder ? folder : ".");
    place->file = old ? path_relative(arena, place->folder, path_join(arena, checkout->tree, old)) : file;
    return true;
}

const char *revision_synth(struct arena *arena, const struct invocation *invocation, const char *revision,
                           const char *scratch) {
    const char *file = invocation->operand;
    if (path_is_absolute(file) || strcmp(file, "-") == 0) {
        fprintf(stderr, "luacdk: git:%s needs FILE relative to the working folder, not '%s'\n", revision, file);
        return NULL;
    }
    const char *output = path_join(arena, scratch, "out");
    struct checkout checkout;
    struct place place;
    if (check_out(arena, revision, scratch, &checkout) != 0) {
        return NULL;
    }
    if (!find_script(arena, &checkout, file, &place)) {
        fprintf(stderr, "luacdk: there is no %s%s in git:%s\n", checkout.prefix, file, revision);
        return NULL;
    }
    struct words words = {.arena = arena};
    words_add(&words, file_readlink(arena, "/proc/self/exe", NULL));
    words_add(&words, "synth");
    words_add(&words, path_join(arena, ".", place.file));
    words_add(&words, "--quiet");
    add_option(&words, "output", output);
    add_running(&words, invocation);
    words_add(&words, "--");
    for (int i = 0; i < invocation->argument_count; i++) {
        words_add(&words, invocation->arguments[i]);
    }
    struct process_result result;
    process_result_init(&result);
    bool ran = process_run(&(struct process_options){.argv = words.list,
                                                     .cwd = place.folder,
                                                     .in = PROCESS_NULL,
                                                     .out = PROCESS_TO_STDERR,
                                                     .err = PROCESS_SHOWN},
                           &result);
    int status = ran ? result.status : -1;
    process_result_free(&result);
    if (status != 0 || !file_exists(path_join(arena, output, "manifest.json"))) {
        fprintf(stderr,
                "luacdk: %s in git:%s made no assembly to compare with; files that Git does not track are not there\n",
                place.file, revision);
        return NULL;
    }
    return output;
}
