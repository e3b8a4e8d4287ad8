/* Walking a tree: see walk.h. */
#include "assets/walk.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/guard.h"
#include "base/inputs.h"
#include "base/interrupt.h"
#include "base/path.h"
#include "base/utf8.h"

static const char *const follow_names[] = {"external", "always", "never", "internal-only"};

const char *follow_mode_name(enum follow_mode mode) { return follow_names[mode]; }

bool follow_mode_from_name(const char *name, enum follow_mode *mode) {
    for (unsigned i = 0; i < sizeof follow_names / sizeof follow_names[0]; i++) {
        if (strcmp(name, follow_names[i]) == 0) {
            *mode = (enum follow_mode)i;
            return true;
        }
    }
    return false;
}

/* One directory being listed; the chain of parents finds link cycles. */
struct level {
    const struct level *parent;
    dev_t device;
    ino_t inode;
    const char *key;  /* "" for the root */
    const char *real; /* as in walk_entry */
    int32_t index;    /* of its entry; -1 for the root */
};

struct walker {
    struct walk *w;
    struct arena *arena;
    const struct walk_options *options;
    struct error *error;
    size_t capacity;
    bool skipping;
    dev_t skip_device;
    ino_t skip_inode;
};

struct name {
    uint64_t start; /* the first bytes, the first one highest: they decide most comparisons */
    const char *text;
    uint32_t length;
    unsigned char type; /* DT_… */
};

static uint64_t start_of(const char *text, size_t length) {
    uint64_t start = 0;
    for (size_t i = 0; i < sizeof start; i++) {
        start = start << 8 | (i < length ? (unsigned char)text[i] : 0);
    }
    return start;
}

static int compare_names(const void *a, const void *b) {
    const struct name *x = a, *y = b;
    if (x->start != y->start) {
        int at = (63 - __builtin_clzll(x->start ^ y->start)) & ~7; /* of the first byte that differs */
        unsigned char first = (unsigned char)(x->start >> at), second = (unsigned char)(y->start >> at);
        if (first < 0x80 && second < 0x80) {
            return first < second ? -1 : 1;
        }
    }
    return utf8_compare_utf16(x->text, x->length, y->text, y->length);
}

static char *join_key(struct arena *a, const char *directory, const struct name *name) {
    size_t n = strlen(directory);
    char *key = arena_alloc(a, n + name->length + 2);
    memcpy(key, directory, n);
    if (n > 0) {
        key[n++] = '/';
    }
    memcpy(key + n, name->text, name->length + 1);
    return key;
}

static struct walk_entry *add_entry(struct walker *s, const char *key, const char *real, const struct level *in,
                                    enum walk_kind kind) {
    struct walk *w = s->w;
    if (w->count == s->capacity) {
        if (w->count >= INT32_MAX / 2) {
            error_set(s->error, "cannot read %s: too many entries", w->root);
            return NULL;
        }
        size_t capacity = s->capacity ? s->capacity * 2 : 64;
        struct walk_entry *entries = arena_alloc(s->arena, capacity * sizeof *entries);
        if (w->count > 0) {
            memcpy(entries, w->entries, w->count * sizeof *entries);
        }
        w->entries = entries;
        s->capacity = capacity;
    }
    struct walk_entry *entry = &w->entries[w->count++];
    *entry = (struct walk_entry){.key = key, .real = real, .kind = (uint8_t)kind, .parent = in->index};
    w->files += kind == WALK_FILE;
    return entry;
}

static int is_ignored(struct walker *s, const char *key) {
    return s->options->ignore == NULL ? 0 : ignore_test(s->options->ignore, key, s->error);
}

/* Reads and sorts the names; the arena owns them. Takes `fd`. */
static int list_names(struct walker *s, int fd, const char *path, struct name **names, size_t *count) {
    DIR *dir = fdopendir(fd);
    if (dir == NULL) {
        error_errno(s->error, "cannot read", path);
        close(fd);
        return -1;
    }
    size_t capacity = 0;
    *names = NULL;
    *count = 0;
    struct dirent *entry;
    int result = 0;
    while ((errno = 0, entry = readdir(dir)) != NULL) {
        const char *text = entry->d_name;
        if (text[0] == '.' && (text[1] == '\0' || (text[1] == '.' && text[2] == '\0'))) {
            continue;
        }
        unsigned char type = entry->d_type;
        if (type == DT_UNKNOWN) {
            struct stat st;
            if (fstatat(dirfd(dir), text, &st, AT_SYMLINK_NOFOLLOW) == 0) {
                type = (unsigned char)IFTODT(st.st_mode);
            }
        }
        if (type != DT_REG && type != DT_DIR && type != DT_LNK) {
            continue; /* sockets, FIFOs and devices are not part of an asset */
        }
        if (*count == capacity) {
            capacity = capacity ? capacity * 2 : 32;
            struct name *more = arena_alloc(s->arena, capacity * sizeof *more);
            if (*count > 0) {
                memcpy(more, *names, *count * sizeof *more);
            }
            *names = more;
        }
        size_t length = strlen(text);
        (*names)[(*count)++] =
            (struct name){start_of(text, length), arena_strndup(s->arena, text, length), (uint32_t)length, type};
    }
    if (errno != 0) {
        result = error_errno(s->error, "cannot read", path);
    }
    closedir(dir);
    if (*count > 1) {
        qsort(*names, *count, sizeof **names, compare_names);
    }
    return result;
}

static int walk_level(struct walker *s, const struct level *in, int fd);

static const char *real_path_of(struct walker *s, const char *key, const char *real) {
    return real != NULL ? real : path_join(s->arena, s->w->root, key);
}

static int visit_directory(struct walker *s, const struct level *in, const char *key, const char *real) {
    struct ignore *ignore = s->options->ignore;
    int pruned = ignore == NULL ? 0 : ignore_prunes(ignore, key, s->error);
    int ignored = pruned != 0 ? 0 : is_ignored(s, key);
    if (pruned < 0 || ignored < 0) {
        return -1;
    }
    if (pruned) {
        return 0;
    }
    int flags = O_RDONLY | O_DIRECTORY | O_CLOEXEC;
    int fd = real != NULL ? guard_open(AT_FDCWD, real, flags) : guard_open(s->w->root_fd, key, flags);
    struct stat st;
    if (fd < 0 || fstat(fd, &st) != 0) {
        error_errno(s->error, "cannot read", real_path_of(s, key, real));
        if (fd >= 0) {
            close(fd);
        }
        return -1;
    }
    if (s->skipping && st.st_dev == s->skip_device && st.st_ino == s->skip_inode) {
        close(fd);
        return 0;
    }
    if (real == NULL && inputs_recording()) {
        inputs_add(real_path_of(s, key, NULL));
    }
    struct walk_entry *entry = add_entry(s, key, real, in, WALK_DIRECTORY);
    if (entry == NULL) {
        close(fd);
        return -1;
    }
    entry->ignored = ignored;
    struct level level = {in, st.st_dev, st.st_ino, key, real, (int32_t)(s->w->count - 1)};
    return walk_level(s, &level, fd);
}

static int visit_file(struct walker *s, const struct level *in, const char *key, const char *real) {
    int ignored = is_ignored(s, key);
    if (ignored != 0) {
        return ignored < 0 ? -1 : 0;
    }
    return add_entry(s, key, real, in, WALK_FILE) == NULL ? -1 : 0;
}

/* The target as an absolute path whose directory is resolved but whose last component is not: a link to a link still
 * names the second link. */
static char *link_target(struct walker *s, const char *real, const char *text) {
    char *target = path_resolve(s->arena, path_dirname(s->arena, real), text);
    char *directory = path_dirname(s->arena, target);
    char *resolved = file_realpath(s->arena, directory, NULL);
    return path_join(s->arena, resolved != NULL ? resolved : directory, path_basename(s->arena, target));
}

static bool should_follow(enum follow_mode mode, bool internal) {
    switch (mode) {
    case FOLLOW_ALWAYS:
        return true;
    case FOLLOW_EXTERNAL:
        return !internal;
    case FOLLOW_INTERNAL_ONLY:
        return internal;
    case FOLLOW_NEVER:
        break;
    }
    return false;
}

/* Refuses a link that leads out of the tree, and out of what may be read. */
static int refuse_link(struct walker *s, const char *key, const char *real) {
    int ignored = is_ignored(s, key);
    if (ignored != 0) {
        return ignored < 0 ? -1 : 0;
    }
    errno = EXDEV;
    return error_errno(s->error, "cannot read", real);
}

static int visit_link(struct walker *s, const struct level *in, const char *key, const char *real) {
    real = real_path_of(s, key, real);
    char *text = file_readlink(s->arena, real, s->error);
    if (text == NULL) {
        return -1;
    }
    char *target = link_target(s, real, text);
    bool internal = path_is_within(s->w->root, target);
    struct stat st;
    bool followed = should_follow(s->options->follow, internal) && guard_stat(target, &st) == 0;
    if (!followed && !internal && guard_is_on()) {
        return refuse_link(s, key, real); /* whoever publishes the asset later might follow it */
    }
    if (followed && S_ISDIR(st.st_mode)) {
        return visit_directory(s, in, key, target);
    }
    if (followed && S_ISREG(st.st_mode)) {
        return visit_file(s, in, key, target);
    }
    int ignored = is_ignored(s, key);
    if (ignored != 0) {
        return ignored < 0 ? -1 : 0;
    }
    struct walk_entry *entry = add_entry(s, key, real, in, followed ? WALK_UNSUPPORTED : WALK_LINK);
    if (entry == NULL) {
        return -1;
    }
    entry->text = text;
    entry->target = target;
    entry->internal = internal;
    return 0;
}

/* Lists one directory and everything below; takes `fd`. */
static int walk_level(struct walker *s, const struct level *in, int fd) {
    /* Only where a followed link led can a directory be inside itself. */
    for (const struct level *above = in->real != NULL ? in->parent : NULL; above != NULL; above = above->parent) {
        if (above->inode == in->inode && above->device == in->device) {
            close(fd); /* a followed link leads back into a directory that is being listed: nothing new there */
            return 0;
        }
    }
    struct name *names;
    size_t count;
    /* The path is only for a message, but building it must not change the errno of a failure. */
    const char *shown = in->real != NULL ? in->real : in->key[0] != '\0' ? in->key : s->w->root;
    if (list_names(s, fd, shown, &names, &count) != 0) {
        return -1;
    }
    for (size_t i = 0; i < count; i++) {
        if (interrupt_check(s->error) != 0) {
            return -1;
        }
        const char *key = join_key(s->arena, in->key, &names[i]);
        const char *real = in->real != NULL ? join_key(s->arena, in->real, &names[i]) : NULL;
        int result = names[i].type == DT_LNK   ? visit_link(s, in, key, real)
                     : names[i].type == DT_DIR ? visit_directory(s, in, key, real)
                                               : visit_file(s, in, key, real);
        if (result != 0) {
            return -1;
        }
    }
    return 0;
}

int walk_tree(struct walk *w, struct arena *a, const char *path, const struct walk_options *options, struct error *e) {
    *w = (struct walk){.root_fd = -1};
    w->root = file_realpath(a, path, e);
    if (w->root == NULL) {
        return -1;
    }
    struct walker s = {.w = w, .arena = a, .options = options, .error = e};
    struct stat st;
    if (options->skip != NULL && stat(options->skip, &st) == 0) {
        s.skipping = true;
        s.skip_device = st.st_dev;
        s.skip_inode = st.st_ino;
    }
    w->root_fd = guard_open(AT_FDCWD, w->root, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    int fd = w->root_fd < 0 ? -1 : guard_open(AT_FDCWD, w->root, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0 || fstat(fd, &st) != 0) {
        error_errno(e, "cannot read", w->root);
        if (fd >= 0) {
            close(fd);
        }
        walk_end(w);
        return -1;
    }
    struct level root = {.device = st.st_dev, .inode = st.st_ino, .key = "", .index = -1};
    if (walk_level(&s, &root, fd) != 0) {
        walk_end(w);
        return -1;
    }
    return 0;
}

void walk_end(struct walk *w) {
    if (w->root_fd >= 0) {
        close(w->root_fd);
        w->root_fd = -1;
    }
}

static void note_input(const struct walk *w, const struct walk_entry *entry) {
    if (inputs_recording()) {
        struct arena arena = ARENA_INIT;
        inputs_add(entry->real != NULL ? entry->real : walk_path(&arena, w, entry));
        arena_free(&arena);
    }
}

int walk_open(const struct walk *w, const struct walk_entry *entry) {
    int flags = O_RDONLY | O_CLOEXEC | O_NOCTTY;
    if (entry->real != NULL) {
        return guard_open(AT_FDCWD, entry->real, flags);
    }
    int fd = guard_open(w->root_fd, entry->key, flags);
    if (fd >= 0) {
        note_input(w, entry);
    }
    return fd;
}

int walk_stat(const struct walk *w, const struct walk_entry *entry, struct stat *status) {
    if (guard_is_wary()) {
        errno = EXDEV;
        return -1;
    }
    int result =
        entry->real != NULL ? stat(entry->real, status) : fstatat(w->root_fd, entry->key, status, AT_SYMLINK_NOFOLLOW);
    if (result == 0) {
        note_input(w, entry);
    }
    return result;
}

static off_t size_of(const struct walk *w, const struct walk_entry *entry) {
    struct stat status;
    if (walk_stat(w, entry, &status) == 0) {
        return status.st_size;
    }
    int fd = walk_open(w, entry);
    off_t size = fd >= 0 && fstat(fd, &status) == 0 ? status.st_size : 0;
    if (fd >= 0) {
        close(fd);
    }
    return size;
}

unsigned long long walk_bytes(const void *walk) {
    const struct walk *w = walk;
    unsigned long long sum = 0;
    for (size_t i = 0; i < w->count; i++) {
        sum += w->entries[i].kind == WALK_FILE ? (unsigned long long)size_of(w, &w->entries[i]) : 0;
    }
    return sum;
}

char *walk_path(struct arena *a, const struct walk *w, const struct walk_entry *entry) {
    return path_join(a, w->root, entry->key);
}
