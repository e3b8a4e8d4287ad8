/* Command lines for the container program: see docker.h. */

#include <stdlib.h>
#include <string.h>

#include "assets/docker.h"
#include "base/strbuf.h"

static const char helper_image[] = "public.ecr.aws/docker/library/alpine";

/* ---- building a vector --------------------------------------------------------------------------------------- */

/* A vector that grows in an arena. */
struct vector {
    struct arena *arena;
    const char **items;
    size_t count, capacity;
};

static void push(struct vector *v, const char *text) {
    if (v->count + 2 > v->capacity) {
        size_t capacity = v->capacity ? v->capacity * 2 : 32;
        const char **items = arena_calloc(v->arena, capacity, sizeof *items);
        if (v->count) {
            memcpy(items, v->items, v->count * sizeof *items);
        }
        v->items = items;
        v->capacity = capacity;
    }
    v->items[v->count++] = text;
    v->items[v->count] = NULL;
}

static void push_all(struct vector *v, const struct docker_strings *strings, size_t from) {
    for (size_t i = from; i < strings->count; i++) {
        push(v, strings->items[i]);
    }
}

static bool given(const char *value) { return value && *value; }

static void push_option(struct vector *v, const char *option, const char *value) {
    if (given(value)) {
        push(v, option);
        push(v, value);
    }
}

static void push_pairs(struct vector *v, const char *option, const struct docker_pairs *pairs) {
    for (size_t i = 0; i < pairs->count; i++) {
        push(v, option);
        push(v, arena_printf(v->arena, "%s=%s", pairs->items[i].key, pairs->items[i].value));
    }
}

static struct vector begin(struct arena *a, const char *verb) {
    struct vector v = {.arena = a};
    push(&v, docker_program());
    push(&v, verb);
    return v;
}

/* ---- the commands -------------------------------------------------------------------------------------------- */

const char *docker_program(void) {
    const char *program = getenv("CDK_DOCKER");
    return given(program) ? program : "docker";
}

const char **docker_run_args(struct arena *a, const struct docker_run *run) {
    const char *entry = run->entrypoint.count > 0 ? run->entrypoint.items[0] : NULL;
    struct vector v = begin(a, "run");

    push(&v, "--rm");
    push_option(&v, "--security-opt", run->security_opt);
    push_option(&v, "--network", run->network);
    push_option(&v, "--platform", run->platform);
    push_option(&v, "-u", run->user);
    for (size_t i = 0; i < run->volumes_from.count; i++) {
        push(&v, "--volumes-from");
        push(&v, run->volumes_from.items[i]);
    }
    for (size_t i = 0; i < run->volume_count; i++) {
        const struct docker_volume *volume = &run->volumes[i];
        push(&v, "-v");
        push(&v, arena_printf(a, "%s:%s:%s%s", volume->host_path, volume->container_path, run->selinux ? "z," : "",
                              volume->consistency ? volume->consistency : "delegated"));
    }
    push_pairs(&v, "--env", &run->environment);
    push_option(&v, "-w", run->working_directory);
    push_option(&v, "--entrypoint", entry);
    push(&v, run->image);
    /* The rest of an entry point goes before the command, but not if its second word is empty; so does the CDK. */
    if (run->entrypoint.count > 1 && given(run->entrypoint.items[1])) {
        push_all(&v, &run->entrypoint, 1);
    }
    push_all(&v, &run->command, 0);
    return v.items;
}

static void push_cache(struct vector *v, const char *option, const struct docker_cache *cache) {
    char *text = arena_printf(v->arena, "type=%s", cache->type);
    for (size_t i = 0; i < cache->params.count; i++) {
        text = arena_printf(v->arena, "%s,%s=%s", text, cache->params.items[i].key, cache->params.items[i].value);
    }
    push(v, option);
    push(v, text);
}

const char **docker_build_args(struct arena *a, const struct docker_build *build) {
    struct vector v = begin(a, "build");
    push(&v, "-t");
    push(&v, build->tag);
    push_option(&v, "-f", build->file);
    push_option(&v, "--platform", build->platform);
    push_option(&v, "--network", build->network);
    push_option(&v, "--target", build->target);
    for (size_t i = 0; i < build->cache_from_count; i++) {
        push_cache(&v, "--cache-from", &build->cache_from[i]);
    }
    if (build->cache_to.type) {
        push_cache(&v, "--cache-to", &build->cache_to);
    }
    if (build->no_cache) {
        push(&v, "--no-cache");
    }
    push_pairs(&v, "--build-arg", &build->build_args);
    push_pairs(&v, "--build-context", &build->build_contexts);
    push(&v, build->path);
    return v.items;
}

const char **docker_create_args(struct arena *a, const char *image) {
    struct vector v = begin(a, "create");
    push(&v, image);
    return v.items;
}

const char **docker_cp_args(struct arena *a, const char *from, const char *to) {
    struct vector v = begin(a, "cp");
    push(&v, from);
    push(&v, to);
    return v.items;
}

const char **docker_rm_args(struct arena *a, const char *container, bool with_volumes) {
    struct vector v = begin(a, "rm");
    if (with_volumes) {
        push(&v, "-v");
    }
    push(&v, container);
    return v.items;
}

const char **docker_volume_args(struct arena *a, const char *verb, const char *name) {
    struct vector v = begin(a, "volume");
    push(&v, verb);
    push(&v, name);
    return v.items;
}

const char **docker_inspect_args(struct arena *a, const char *tag) {
    struct vector v = begin(a, "image");
    push(&v, "inspect");
    push(&v, tag);
    return v.items;
}

const char **docker_helper_args(struct arena *a, const struct docker_helper *h) {
    struct vector v = begin(a, "run");
    push(&v, "--name");
    push(&v, h->container);
    push(&v, "-v");
    push(&v, arena_printf(a, "%s:%s", h->input_volume, h->input_dir));
    push(&v, "-v");
    push(&v, arena_printf(a, "%s:%s", h->output_volume, h->output_dir));
    push(&v, helper_image);
    push(&v, "sh");
    push(&v, "-c");
    push(&v, arena_printf(a, "mkdir -p %s && chown -R %s %s && chown -R %s %s", h->input_dir, h->user, h->output_dir,
                          h->user, h->input_dir));
    return v.items;
}

/* ---- answers and failures ------------------------------------------------------------------------------------ */

const char *docker_container_id(const char *text, size_t text_length, size_t *length) {
    enum { SHORTEST = 16 };
    size_t run = 0;
    for (size_t i = 0; i <= text_length; i++) {
        bool hex = i < text_length && text[i] && strchr("0123456789abcdef", text[i]);
        if (hex) {
            run++;
        } else if (run >= SHORTEST) {
            *length = run;
            return text + i - run;
        } else {
            run = 0;
        }
    }
    return NULL;
}

static void add_labelled(struct strbuf *b, const char *label, const char *text) {
    if (!given(text)) {
        return;
    }
    strbuf_addf(b, "\n%s", label);
    for (const char *c = text; *c; c++) {
        strbuf_addch(b, *c);
        if (*c == '\n') {
            strbuf_addf(b, "%*s", (int)strlen(label), "");
        }
    }
}

static bool plain(const char *argument) {
    static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-";
    return argument[strspn(argument, letters)] == '\0';
}

static void add_quoted(struct strbuf *b, const char *text) {
    static const char special[] = "\"\\\b\f\n\r\t", letter[] = "\"\\bfnrt";
    strbuf_addch(b, '"');
    for (const char *c = text; *c; c++) {
        const char *at = strchr(special, *c);
        if (at) {
            strbuf_addf(b, "\\%c", letter[at - special]);
        } else if ((unsigned char)*c < 0x20) {
            strbuf_addf(b, "\\u%04x", (unsigned char)*c);
        } else {
            strbuf_addch(b, *c);
        }
    }
    strbuf_addch(b, '"');
}

char *docker_failure_text(struct arena *a, const char *const *argv, int status, const char *signal, const char *out,
                          const char *err) {
    struct strbuf b;
    strbuf_init(&b);
    if (signal) {
        strbuf_addf(&b, "%s exited with signal %s", argv[0], signal);
    } else {
        strbuf_addf(&b, "%s exited with status %d", argv[0], status);
    }
    add_labelled(&b, "--> STDOUT:  ", out);
    add_labelled(&b, "--> STDERR:  ", err);
    strbuf_addf(&b, "\n--> Command: %s", argv[0]);
    for (size_t i = 1; argv[i]; i++) {
        strbuf_addch(&b, ' ');
        if (plain(argv[i])) {
            strbuf_adds(&b, argv[i]);
        } else {
            add_quoted(&b, argv[i]);
        }
    }
    char *text = arena_strndup(a, b.data, b.length);
    strbuf_free(&b);
    return text;
}
