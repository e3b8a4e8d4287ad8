/* The common interface of the ignore rules: see ignore.h. */
#include "assets/ignore.h"

#include <stdlib.h>
#include <string.h>

#include "assets/ignore_rules.h"

static const char *const mode_names[] = {"glob", "git", "docker"};

const char *ignore_mode_name(enum ignore_mode mode) { return mode_names[mode]; }

bool ignore_mode_from_name(const char *name, enum ignore_mode *mode) {
    for (unsigned i = 0; i < sizeof mode_names / sizeof mode_names[0]; i++) {
        if (strcmp(name, mode_names[i]) == 0) {
            *mode = (enum ignore_mode)i;
            return true;
        }
    }
    return false;
}

struct ignore *ignore_new(enum ignore_mode mode, const char *const *patterns, size_t count, struct error *e) {
    static int (*const adders[])(struct ignore *, const char *, struct error *) = {glob_add, git_add, docker_add};
    struct ignore *ignore = mem_calloc(1, sizeof *ignore);
    ignore->mode = mode;
    ignore->path.arena = &ignore->arena;
    ignore->glob_tail = &ignore->glob;
    ignore->git_tail = &ignore->git;
    ignore->docker.tail = &ignore->docker.first;
    ignore->docker_prune.tail = &ignore->docker_prune.first;
    for (size_t i = 0; i < count; i++) {
        if (adders[mode](ignore, patterns[i], e) != 0) {
            ignore_free(ignore);
            return NULL;
        }
    }
    return ignore;
}

void ignore_free(struct ignore *ignore) {
    if (ignore != NULL) {
        regex_memory_free(&ignore->memory);
        free(ignore->git_parent);
        arena_free(&ignore->arena);
        free(ignore);
    }
}

void ignore_set_path(struct ignore *ignore, const char *path, size_t length) {
    ignore->path.length = 0;
    text_add_utf8(&ignore->path, path, length);
}

int ignore_test(struct ignore *ignore, const char *path, struct error *e) {
    switch (ignore->mode) {
    case IGNORE_GIT:
        return git_test(ignore, path, e);
    case IGNORE_DOCKER:
        return docker_test(ignore, path, e);
    case IGNORE_GLOB:
        break;
    }
    return glob_test(ignore, path, e);
}

int ignore_prunes(struct ignore *ignore, const char *path, struct error *e) {
    switch (ignore->mode) {
    case IGNORE_GIT:
        return git_prunes(ignore, path, e);
    case IGNORE_DOCKER:
        return docker_prunes(ignore, path, e);
    case IGNORE_GLOB:
        break;
    }
    return glob_test(ignore, path, e);
}
