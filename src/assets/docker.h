/* Command lines for docker, and the report of one that failed.
 *
 * Builds argument vectors for the container program (CDK_DOCKER, or `docker`); the caller runs them. An option that is
 * absent (NULL, false, count 0) or empty adds nothing to the vector. Vectors and strings are allocated in the caller's
 * arena; input strings that need no change are borrowed, so they must live as long. */
#ifndef LUACDK_ASSETS_DOCKER_H
#define LUACDK_ASSETS_DOCKER_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"

struct docker_strings {
    const char *const *items;
    size_t count;
};

struct docker_pair {
    const char *key, *value;
};

struct docker_pairs {
    const struct docker_pair *items;
    size_t count;
};

struct docker_volume {
    const char *host_path, *container_path;
    const char *consistency; /* NULL: delegated */
};

struct docker_run {
    const char *image;
    const char *security_opt, *network, *platform, *user, *working_directory;
    struct docker_strings volumes_from, entrypoint, command;
    struct docker_pairs environment;
    const struct docker_volume *volumes;
    size_t volume_count;
    bool selinux; /* volumes get the `z` label */
};

struct docker_cache {
    const char *type; /* NULL: no such option */
    struct docker_pairs params;
};

struct docker_build {
    const char *tag, *path;
    const char *file; /* already joined to `path` */
    const char *platform, *network, *target;
    const struct docker_cache *cache_from;
    size_t cache_from_count;
    struct docker_cache cache_to;
    bool no_cache;
    struct docker_pairs build_args, build_contexts;
};

/* The container program: the value of CDK_DOCKER, or "docker". */
const char *docker_program(void);

/* Argument vectors, NULL-terminated; element 0 is the program. */
const char **docker_run_args(struct arena *a, const struct docker_run *run);
const char **docker_build_args(struct arena *a, const struct docker_build *build);
const char **docker_create_args(struct arena *a, const char *image);
const char **docker_cp_args(struct arena *a, const char *from, const char *to);
const char **docker_rm_args(struct arena *a, const char *container, bool with_volumes);
const char **docker_volume_args(struct arena *a, const char *verb, const char *name); /* verb: create, rm */
const char **docker_inspect_args(struct arena *a, const char *tag);

/* The container that carries files into and out of the two volumes of a VOLUME_COPY bundling: it gives both directories
 * to `user` and then stays, stopped, for `cp`. */
struct docker_helper {
    const char *container;
    const char *input_volume, *output_volume;
    const char *input_dir, *output_dir;
    const char *user;
};

/* The `run` command line of that container, as above. */
const char **docker_helper_args(struct arena *a, const struct docker_helper *helper);

/* The container id in the output of `create`: the first run of at least 16 hex digits. Sets the length; NULL if there
 * is none. */
const char *docker_container_id(const char *text, size_t text_length, size_t *length);

/* The report of a command that ended with `status`, or by the signal named `signal` (NULL: none): the outcome, the
 * captured output (NULL or empty: none) with each line indented below its label, and the command line, in which every
 * argument that is not a plain word is quoted as JSON. */
char *docker_failure_text(struct arena *a, const char *const *argv, int status, const char *signal, const char *out,
                          const char *err);

#endif
