/* Output folder: see output.h. */
#include "assembly/output.h"

#include "base/arena.h"
#include "base/claim.h"
#include "base/exchange.h"
#include "base/fd.h"
#include "base/file.h"
#include "base/guard.h"
#include "base/interrupt.h"
#include "base/key_index.h"
#include "base/path.h"
#include "base/strbuf.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define HEAD "manifest.json"

struct output {
    struct arena arena;
    const char *given; /* as the caller wrote it, for messages */
    const char *path;  /* absolute */
    struct claim *claim;
    bool fleeting;    /* will be removed: nothing needs to be safe */
    const char *area; /* NULL until the first file is written, */
    const char *next; /* and the folder in it for new files */
    struct exchange_item *entries;
    size_t count, room;
    struct key_index names; /* of the entries */
    struct strbuf scratch;
    struct output *next_live;
};

static _Thread_local struct output *live; /* those neither committed nor abandoned */

static const char *below(struct output *output, const char *folder, const char *name) {
    return arena_printf(&output->arena, "%s/%s", folder, name);
}

static void release(struct output *output) {
    for (struct output **link = &live; *link; link = &(*link)->next_live) {
        if (*link == output) {
            *link = output->next_live;
            break;
        }
    }
    claim_release(output->claim);
    free(output->entries);
    strbuf_free(&output->scratch);
    arena_free(&output->arena);
    free(output);
}

/* Whether the folder is, or is in, what OUTPUT_FLEETING names. */
static bool is_fleeting(const char *path) {
    const char *folder = getenv(OUTPUT_FLEETING);
    size_t length = folder ? strlen(folder) : 0;
    return length > 0 && strncmp(path, folder, length) == 0 && (path[length] == '/' || path[length] == '\0');
}

struct output *output_new(const char *path, struct error *error) {
    struct stat status;
    if (guard_check_writing(path, error) != 0) {
        return NULL;
    }
    if (!guard_is_on()) {
        (void)guard_allow_writing(path,
                                  NULL); /* an output of the user's own, to which untrusted code may add its stacks */
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
    output->fleeting = is_fleeting(output->path);
    output->names.arena = &output->arena;
    strbuf_init(&output->scratch);
    output->next_live = live;
    live = output;
    return output;
}

const char *output_path(const struct output *output) { return output->given; }

/* The path to use for what is in the folder. */
static const char *way_to(struct output *output, const char *name) {
    return below(output, output->claim ? claim_place(output->claim) : output->path, name);
}

/* ---- writing --------------------------------------------------------------------------------------------------- */

static int need_claim(struct output *output, struct error *error) {
    if (!output->claim) {
        output->claim = claim_folder(output->path, error);
    }
    return output->claim ? 0 : -1;
}

static int need_area(struct output *output, struct error *error) {
    if (output->area) {
        return 0;
    }
    if (need_claim(output, error) != 0) {
        return -1;
    }
    output->area = claim_area(output->claim, &output->arena, error);
    if (!output->area) {
        return -1;
    }
    output->next = below(output, output->area, "next");
    return file_mkdirs(output->next, error);
}

/* Makes sure that a name stays below the folder, even with links that may have come with untrusted code. */
static int check_name(struct output *output, const char *name, struct error *error) {
    for (const char *part = name;; part++) {
        size_t length = strcspn(part, "/");
        if (length == 0 || (length <= 2 && strncmp(part, "..", length) == 0)) {
            return error_set(error, "cannot write %s/%s: not a valid name in an output folder", output->given, name);
        }
        part += length;
        if (*part == '\0') {
            /* A name at the top level is renamed into place, so a link there is replaced and not followed. */
            return guard_is_on() && (output->fleeting || strchr(name, '/'))
                       ? guard_check_writing(way_to(output, name), error)
                       : 0;
        }
    }
}

/* Whether this run has written something of that name. */
static bool is_written(const struct output *output, const char *name) {
    return key_index_get(&output->names, name) != NULL;
}

static void add_entry(struct output *output, const char *name, enum exchange_kind kind) {
    if (output->count == output->room) {
        output->room = output->room ? 2 * output->room : 64;
        output->entries = mem_resize(output->entries, output->room, sizeof *output->entries);
    }
    char *copy = arena_strdup(&output->arena, name);
    output->entries[output->count++] = (struct exchange_item){copy, kind};
    key_index_set(&output->names, copy, copy);
}

/* Notes that the top-level entry of that name, or the one that contains it, belongs to this run's output. */
static void note_use(struct output *output, const char *name) {
    claim_note(output->claim, arena_strndup(&output->arena, name, strcspn(name, "/")), false);
}

static int make_parent(struct output *output, const char *folder, const char *name, struct error *error) {
    const char *slash = strrchr(name, '/');
    if (!slash) {
        return 0;
    }
    return file_mkdirs(arena_printf(&output->arena, "%s/%.*s", folder, (int)(slash - name), name), error);
}

/* True if the file already exists with exactly that content. */
static bool is_current(struct output *output, const char *path, const void *data, size_t length) {
    struct stat status;
    if (stat(path, &status) != 0 || !S_ISREG(status.st_mode) || (size_t)status.st_size != length) {
        return false;
    }
    strbuf_truncate(&output->scratch, 0);
    return file_read(path, &output->scratch, NULL) == 0 && output->scratch.length == length &&
           memcmp(output->scratch.data, data, length) == 0;
}

/* `name` is the file's name in messages: its final place. */
static int write_new(const char *path, const char *name, const void *data, size_t length, struct error *error) {
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0666);
    if (fd < 0) {
        return error_errno(error, "cannot write", name);
    }
    int written = fd_write_all(fd, data, length);
    int failure = errno;
    if (close(fd) != 0 && written == 0) {
        written = -1;
        failure = errno;
    }
    errno = failure;
    return written == 0 ? 0 : error_errno(error, "cannot write", name);
}

int output_write(struct output *output, const char *name, const void *data, size_t length, struct error *error) {
    if (check_name(output, name, error) != 0 || need_claim(output, error) != 0) {
        return -1;
    }
    note_use(output, name);
    const char *target = way_to(output, name);
    bool again = is_written(output, name);
    if (output->fleeting) {
        if (!again) {
            add_entry(output, name, EXCHANGE_FILE);
        }
        return make_parent(output, way_to(output, ""), name, error) == 0
                   ? write_new(target, below(output, output->given, name), data, length, error)
                   : -1;
    }
    if (!again && is_current(output, target, data, length)) {
        return 0;
    }
    if (file_is_directory(target)) {
        return error_set(error, "cannot write %s/%s: a folder with that name exists", output->given, name);
    }
    if (need_area(output, error) != 0 || make_parent(output, output->next, name, error) != 0 ||
        write_new(below(output, output->next, name), below(output, output->given, name), data, length, error) != 0) {
        return -1;
    }
    if (!again) {
        add_entry(output, name, EXCHANGE_FILE);
    }
    return 0;
}

/* Folders are noted while an app is made, which is no reason yet to claim or write anything. */
int output_mkdir(struct output *output, const char *name, struct error *error) {
    if (check_name(output, name, error) != 0) {
        return -1;
    }
    const char *target = way_to(output, name);
    if (file_exists(target) && !file_is_directory(target)) {
        return error_set(error, "cannot create the folder %s/%s: a file with that name exists", output->given, name);
    }
    if (!is_written(output, name)) {
        add_entry(output, name, EXCHANGE_FOLDER);
    }
    return output->fleeting ? file_mkdirs(target, error) : 0;
}

const char *output_stage(struct output *output, const char *name, struct error *error) {
    if (check_name(output, name, error) != 0 || is_written(output, name) || need_area(output, error) != 0) {
        return NULL;
    }
    add_entry(output, name, EXCHANGE_WHOLE);
    return output->fleeting ? way_to(output, name) : below(output, output->next, name);
}

const char *output_scratch(struct output *output, struct error *error) {
    if (need_area(output, error) != 0) {
        return NULL;
    }
    const char *scratch = below(output, output->area, "scratch");
    return file_mkdirs(scratch, error) == 0 ? scratch : NULL;
}

/* ---- the end --------------------------------------------------------------------------------------------------- */

/* Whether two trees contain the same folders, links and files; if something cannot be read, they do not. */
static bool is_same_tree(struct arena *a, const char *left, const char *right) {
    struct stat one, other;
    if (lstat(left, &one) != 0 || lstat(right, &other) != 0 || (one.st_mode & S_IFMT) != (other.st_mode & S_IFMT)) {
        return false;
    }
    if (S_ISREG(one.st_mode)) {
        return (one.st_mode & 07777) == (other.st_mode & 07777) && file_equal(left, right, NULL) == 1;
    }
    if (S_ISLNK(one.st_mode)) {
        const char *text = file_readlink(a, left, NULL), *expected = file_readlink(a, right, NULL);
        return text && expected && strcmp(text, expected) == 0;
    }
    const char **names, **others;
    size_t count, other_count;
    if (file_list(a, left, &names, &count, NULL) != 0 || file_list(a, right, &others, &other_count, NULL) != 0 ||
        count != other_count) {
        return false;
    }
    bool same = true;
    for (size_t i = 0; same && i < count; i++) {
        same = strcmp(names[i], others[i]) == 0 &&
               is_same_tree(a, path_join(a, left, names[i]), path_join(a, right, names[i]));
    }
    return same;
}

/* Whether the asset or folder already exists. */
static bool is_there(struct output *output, const struct exchange_item *entry) {
    const char *target = way_to(output, entry->name);
    if (entry->kind == EXCHANGE_FOLDER) {
        return file_is_directory(target);
    }
    return entry->kind == EXCHANGE_WHOLE &&
           is_same_tree(&output->arena, below(output, output->next, entry->name), target);
}

/* Drops the entries that already exist. */
static void drop_known_entries(struct output *output) {
    size_t kept = 0;
    for (size_t i = 0; i < output->count; i++) {
        const struct exchange_item *entry = &output->entries[i];
        if (!is_there(output, entry)) {
            output->entries[kept++] = *entry;
            continue;
        }
        note_use(output, entry->name);
        if (entry->kind == EXCHANGE_WHOLE) {
            (void)file_remove_tree(below(output, output->next, entry->name), NULL);
        }
    }
    output->count = kept;
}

/* Has the new files written to disk, so that their content is there before their names. This waits until all are known:
 * a file that is not on disk yet is removed in no time, should the run fail. */
static int start_writing(struct output *output, struct error *error) {
    for (size_t i = 0; i < output->count; i++) {
        if (interrupt_check(error) != 0) {
            return -1;
        }
        if (output->entries[i].kind == EXCHANGE_FILE) {
            int fd = open(below(output, output->next, output->entries[i].name), O_WRONLY | O_NOFOLLOW | O_CLOEXEC);
            if (fd >= 0) {
                (void)sync_file_range(fd, 0, 0, SYNC_FILE_RANGE_WRITE);
                close(fd);
            }
        }
    }
    return 0;
}

int output_commit(struct output *output, void (*committed)(void), struct error *error) {
    if (need_claim(output, error) != 0 || claim_check_at(output->claim, output->path, error) != 0) {
        output_abandon(output);
        return -1;
    }
    if (output->fleeting) {
        output->count = 0; /* everything is in place */
    }
    drop_known_entries(output);
    if (start_writing(output, error) != 0) {
        output_abandon(output);
        return -1;
    }
    interrupt_hold();
    if (output->count > 0) {
        if (need_area(output, error) != 0 ||
            exchange_commit(output->claim, output->area, output->entries, output->count, HEAD, error) != 0) {
            interrupt_release();
            output_abandon(output);
            return -1;
        }
    } else if (output->area) {
        (void)file_remove_tree(output->area, NULL);
    }
    claim_keep(output->claim);
    release(output);
    committed();
    interrupt_release();
    return 0;
}

/* Removes what was written so far; the output can then only be abandoned. */
static void clean_up(struct output *output) {
    if (output->area) {
        (void)file_remove_tree(output->area, NULL);
        output->area = NULL;
    }
    claim_release(output->claim);
    output->claim = NULL;
}

void output_abandon(struct output *output) {
    if (output) {
        clean_up(output);
        release(output);
    }
}

/* Their owners still have them and release them later. */
void output_abandon_all(void) {
    for (struct output *output = live; output; output = output->next_live) {
        clean_up(output);
    }
}
