/* The common interface of the ignore rules: see ignore.h. */
#include "assets/ignore.h"

#include <stdlib.h>
#include <string.h>

#include "assets/ignore_docker.h"
#include "assets/ignore_git.h"
#include "assets/ignore_glob.h"

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

struct ignore {
    struct subject subject;
    enum ignore_mode mode;
    struct glob_rules glob;
    struct git_rules git;
    struct docker_rules docker;
};

static int add(struct ignore *ignore, const char *pattern, struct error *e) {
    switch (ignore->mode) {
    case IGNORE_GIT:
        return git_add(&ignore->git, &ignore->subject, pattern, e);
    case IGNORE_DOCKER:
        docker_add(&ignore->docker, &ignore->subject, pattern);
        return 0;
    case IGNORE_GLOB:
        break;
    }
    return glob_add(&ignore->glob, &ignore->subject, pattern, e);
}

struct ignore *ignore_new(enum ignore_mode mode, const char *const *patterns, size_t count, struct error *e) {
    struct ignore *ignore = mem_calloc(1, sizeof *ignore);
    ignore->mode = mode;
    subject_init(&ignore->subject);
    ignore->glob.tail = &ignore->glob.first;
    ignore->git.tail = &ignore->git.first;
    ignore->docker.list.tail = &ignore->docker.list.first;
    ignore->docker.prune.tail = &ignore->docker.prune.first;
    for (size_t i = 0; i < count; i++) {
        if (add(ignore, patterns[i], e) != 0) {
            ignore_free(ignore);
            return NULL;
        }
    }
    return ignore;
}

void ignore_free(struct ignore *ignore) {
    if (ignore != NULL) {
        subject_free(&ignore->subject);
        free(ignore->git.parent);
        free(ignore);
    }
}

int ignore_test(struct ignore *ignore, const char *path, struct error *e) {
    switch (ignore->mode) {
    case IGNORE_GIT:
        return git_test(&ignore->git, &ignore->subject, path, e);
    case IGNORE_DOCKER:
        return docker_test(&ignore->docker, &ignore->subject, path, e);
    case IGNORE_GLOB:
        break;
    }
    return glob_test(&ignore->glob, &ignore->subject, path, e);
}

int ignore_prunes(struct ignore *ignore, const char *path, struct error *e) {
    switch (ignore->mode) {
    case IGNORE_GIT:
        return git_prunes(&ignore->git, &ignore->subject, path, e);
    case IGNORE_DOCKER:
        return docker_prunes(&ignore->docker, &ignore->subject, path, e);
    case IGNORE_GLOB:
        break;
    }
    return glob_test(&ignore->glob, &ignore->subject, path, e);
}
