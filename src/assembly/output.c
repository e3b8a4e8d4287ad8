/* Output folder: see output.h. */
#include "assembly/output.h"

#include "base/arena.h"
#include "base/file.h"
#include "base/guard.h"
#include "base/path.h"
#include "base/strbuf.h"
#include "base/temporary.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum entry_kind { ENTRY_FILE, ENTRY_FOLDER, ENTRY_ASSET };

struct entry {
    const char *name;
    enum entry_kind kind;
    bool moved;     /* it stands in place … */
    bool exchanged; /* … and what stood there before is in the temporary folder */
};

struct output {
    struct arena arena;
    const char *given;     /* as the caller wrote it, for messages */
    const char *path;      /* absolute */
    const char *created;   /* topmost folder that had to be made for it, or NULL */
    const char *temporary; /* NULL until the first file is written */
    struct entry *entries;
    size_t count, room;
    struct strbuf scratch;
    struct output *next;
};

static struct output *live; /* neither committed nor abandoned */

static const char *below(struct output *output, const char *folder, const char *name) {
    return arena_printf(&output->arena, "%s/%s", folder, name);
}

static void release(struct output *output) {
    for (struct output **link = &live; *link; link = &(*link)->next) {
        if (*link == output) {
            *link = output->next;
            break;
        }
    }
    free(output->entries);
    strbuf_free(&output->scratch);
    arena_free(&output->arena);
    free(output);
}

struct output *output_new(const char *path, struct error *error) {
    struct stat status;
    if (guard_check_writing(path, error) != 0) {
        return NULL;
    }
    if (!guard_is_on()) {
        (void)guard_allow_writing(path, NULL); /* an output of the user's own, to which foreign code may add its stacks */
    }
    if (stat(path, &status) == 0) {
        if (!S_ISDIR(status.st_mode)) {
            error_set(error, "cannot write the output to %s: it is not a folder", path);
            return NULL;
        }
        if (access(path, W_OK | X_OK) != 0) {
            error_errno(error, "cannot write to the output folder", path);
            return NULL;
        }
    } else if (errno != ENOENT) {
        error_errno(error, "cannot use the output folder", path);
        return NULL;
    }
    struct output *output = mem_calloc(1, sizeof *output);
    output->given = arena_strdup(&output->arena, path);
    output->path = path_resolve(&output->arena, NULL, path);
    strbuf_init(&output->scratch);
    output->next = live;
    live = output;
    return output;
}

const char *output_path(const struct output *output) { return output->given; }

/* ---- writing --------------------------------------------------------------------------------------------------- */

static const char *topmost_missing(struct output *output) {
    const char *missing = NULL;
    for (const char *at = output->path; !file_exists(at); at = path_dirname(&output->arena, at)) {
        missing = at;
    }
    return missing;
}

static int need_temporary(struct output *output, struct error *error) {
    if (output->temporary) {
        return 0;
    }
    output->created = topmost_missing(output);
    if (file_mkdirs(output->path, error) != 0) {
        return -1;
    }
    temporary_remove_stale(output->path);
    output->temporary = file_mkdtemp(&output->arena, temporary_prefix(&output->arena, output->path, "tmp"), error);
    return output->temporary ? 0 : -1;
}

/* A name stays below the folder, also by way of links that may have come with foreign code. */
static int check_name(struct output *output, const char *name, struct error *error) {
    for (const char *part = name;; part++) {
        size_t length = strcspn(part, "/");
        if (length == 0 || (length <= 2 && strncmp(part, "..", length) == 0)) {
            return error_set(error, "cannot write %s/%s: no name for something in an output folder", output->given,
                             name);
        }
        part += length;
        if (*part == '\0') {
            return guard_is_on() ? guard_check_writing(below(output, output->path, name), error) : 0;
        }
    }
}

/* The entry of that name, if it has been written in this run. */
static struct entry *find_entry(const struct output *output, const char *name) {
    for (size_t i = output->count; i-- > 0;) {
        if (strcmp(output->entries[i].name, name) == 0) {
            return &output->entries[i];
        }
    }
    return NULL;
}

static void add_entry(struct output *output, const char *name, enum entry_kind kind) {
    if (output->count == output->room) {
        output->room = output->room ? 2 * output->room : 64;
        output->entries = mem_resize(output->entries, output->room, sizeof *output->entries);
    }
    output->entries[output->count++] = (struct entry){.name = arena_strdup(&output->arena, name), .kind = kind};
}

static int make_parent(struct output *output, const char *folder, const char *name, struct error *error) {
    const char *slash = strrchr(name, '/');
    if (!slash) {
        return 0;
    }
    return file_mkdirs(arena_printf(&output->arena, "%s/%.*s", folder, (int)(slash - name), name), error);
}

/* True when the file is there already with just that content. */
static bool is_current(struct output *output, const char *path, const void *data, size_t length) {
    struct stat status;
    if (stat(path, &status) != 0 || !S_ISREG(status.st_mode) || (size_t)status.st_size != length) {
        return false;
    }
    strbuf_truncate(&output->scratch, 0);
    return file_read(path, &output->scratch, NULL) == 0 && output->scratch.length == length &&
           memcmp(output->scratch.data, data, length) == 0;
}

/* `name` is what the file is called in messages: where it is to be in the end. */
static int write_new(const char *path, const char *name, const void *data, size_t length, struct error *error) {
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    if (fd < 0) {
        return error_errno(error, "cannot write", name);
    }
    int written = file_write_all(fd, data, length);
    int failure = errno;
    if (close(fd) != 0 && written == 0) {
        written = -1;
        failure = errno;
    }
    errno = failure;
    return written == 0 ? 0 : error_errno(error, "cannot write", name);
}

int output_write(struct output *output, const char *name, const void *data, size_t length, struct error *error) {
    if (check_name(output, name, error) != 0) {
        return -1;
    }
    const char *target = below(output, output->path, name);
    struct entry *before = find_entry(output, name);
    if (!before && is_current(output, target, data, length)) {
        return 0;
    }
    if (file_is_directory(target)) {
        return error_set(error, "cannot write %s/%s: a folder of that name is in the way", output->given, name);
    }
    if (need_temporary(output, error) != 0 || make_parent(output, output->temporary, name, error) != 0 ||
        write_new(below(output, output->temporary, name), below(output, output->given, name), data, length, error) !=
            0) {
        return -1;
    }
    if (!before) {
        add_entry(output, name, ENTRY_FILE);
    }
    return 0;
}

int output_mkdir(struct output *output, const char *name, struct error *error) {
    if (check_name(output, name, error) != 0) {
        return -1;
    }
    const char *target = below(output, output->path, name);
    if (file_exists(target)) {
        return file_is_directory(target)
                   ? 0
                   : error_set(error, "cannot make the folder %s/%s: a file is in the way", output->given, name);
    }
    if (!find_entry(output, name)) {
        add_entry(output, name, ENTRY_FOLDER);
    }
    return 0;
}

const char *output_stage(struct output *output, const char *name, struct error *error) {
    if (check_name(output, name, error) != 0 || find_entry(output, name) || file_exists(below(output, output->path, name))) {
        return NULL;
    }
    if (need_temporary(output, error) != 0 || make_parent(output, output->temporary, name, error) != 0) {
        return NULL;
    }
    add_entry(output, name, ENTRY_ASSET);
    return below(output, output->temporary, name);
}

const char *output_scratch(struct output *output, struct error *error) {
    return need_temporary(output, error) == 0 ? output->temporary : NULL;
}

/* ---- the end --------------------------------------------------------------------------------------------------- */

static bool is_manifest(const struct entry *entry) {
    const char *slash = strrchr(entry->name, '/');
    return strcmp(slash ? slash + 1 : entry->name, "manifest.json") == 0;
}

/* Exchanging instead of replacing keeps the former file at hand until all are in place. */
static int move_into_place(struct output *output, struct entry *entry, struct error *error) {
    const char *to = below(output, output->path, entry->name);
    if (entry->kind == ENTRY_FOLDER) {
        return file_mkdirs(to, error);
    }
    const char *from = below(output, output->temporary, entry->name);
    if (make_parent(output, output->path, entry->name, error) != 0) {
        return -1;
    }
    if (renameat2(AT_FDCWD, from, AT_FDCWD, to, RENAME_EXCHANGE) == 0) {
        entry->exchanged = true;
    } else if (rename(from, to) != 0) { /* nothing there yet, or a file system that cannot exchange */
        return error_errno(error, "cannot write", to);
    }
    entry->moved = true;
    return 0;
}

static void move_back(struct output *output, const struct entry *entry) {
    const char *from = below(output, output->path, entry->name);
    const char *to = below(output, output->temporary, entry->name);
    if (entry->exchanged) {
        (void)renameat2(AT_FDCWD, from, AT_FDCWD, to, RENAME_EXCHANGE);
    } else if (entry->moved) {
        (void)rename(from, to);
    }
}

static int move_all(struct output *output, struct error *error) {
    for (int manifests = 0; manifests <= 1; manifests++) {
        for (size_t i = 0; i < output->count; i++) {
            if (is_manifest(&output->entries[i]) == manifests &&
                move_into_place(output, &output->entries[i], error) != 0) {
                return -1;
            }
        }
    }
    return 0;
}

int output_commit(struct output *output, struct error *error) {
    if (file_mkdirs(output->path, error) != 0) {
        output_abandon(output);
        return -1;
    }
    if (move_all(output, error) != 0) {
        for (size_t i = output->count; i-- > 0;) {
            move_back(output, &output->entries[i]);
        }
        output_abandon(output);
        return -1;
    }
    if (output->temporary) {
        (void)file_remove_tree(output->temporary, NULL);
    }
    release(output);
    return 0;
}

/* Takes away what was written so far; the output stays usable only for being abandoned. */
static void clean_up(struct output *output) {
    if (output->temporary) {
        (void)file_remove_tree(output->temporary, NULL);
        output->temporary = NULL;
    }
    if (output->created) {
        const char *at = output->path;
        while (rmdir(at) == 0 && strcmp(at, output->created) != 0) {
            at = path_dirname(&output->arena, at);
        }
        output->created = NULL;
    }
}

void output_abandon(struct output *output) {
    if (output) {
        clean_up(output);
        release(output);
    }
}

/* Their owners still hold them and release them later. */
void output_abandon_all(void) {
    for (struct output *output = live; output; output = output->next) {
        clean_up(output);
    }
}
