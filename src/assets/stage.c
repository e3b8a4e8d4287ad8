/* Staging and copying assets: see stage.h. */
#include "assets/stage.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/fs.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "assets/place.h"
#include "base/file.h"
#include "base/follow.h"
#include "base/guard.h"
#include "base/parallel.h"
#include "base/path.h"
#include "base/progress.h"

static const char *const archive_extensions[] = {".tar.gz", ".zip", ".jar", ".tar", ".tgz"};
enum { ARCHIVE_EXTENSIONS = sizeof archive_extensions / sizeof archive_extensions[0] };

const char *asset_extension(struct arena *a, const char *path) {
    size_t n = strlen(path);
    for (int i = 0; i < ARCHIVE_EXTENSIONS; i++) {
        size_t m = strlen(archive_extensions[i]);
        if (n >= m && strcasecmp(path + n - m, archive_extensions[i]) == 0) {
            return archive_extensions[i];
        }
    }
    return path_extname(a, path);
}

bool asset_is_archive_extension(const char *extension) {
    for (int i = 0; i < ARCHIVE_EXTENSIONS; i++) {
        if (strcasecmp(extension, archive_extensions[i]) == 0) {
            return true;
        }
    }
    return false;
}

/* ---- copying a listed tree ---- */

struct copy_job {
    const struct walk *w;
    const char *to;
    int to_fd;
    struct known *known;           /* may be NULL */
    struct content_hash *contents; /* NULL: copy only */
    struct stat *statuses;         /* of the copies; NULL with contents */
    uint32_t *files;
    char **buffers;
    atomic_bool no_clone;
    atomic_size_t failed; /* 1 + index of an entry that failed; 0: none */
    atomic_int code;
    atomic_bool writing; /* the failure was on the copy's side */
};

static void job_fails(struct copy_job *job, size_t index, bool writing) {
    size_t none = 0;
    int code = errno;
    if (atomic_compare_exchange_strong(&job->failed, &none, index + 1)) {
        job->code = code;
        job->writing = writing;
    }
}

/* The content of a copy, and its status. */
struct copied {
    struct content_hash content;
    struct stat status;
};

/* Hashes the content of the copy, which is written now unless it is a clone; `known` learns the source's content. */
static int copy_hashing(int in, int out, bool cloned, const struct stat *source, struct known *known, char **buffer,
                        struct copied *copied, bool *writing) {
    struct timespec since;
    clock_gettime(CLOCK_REALTIME, &since);
    if (*buffer == NULL) {
        *buffer = mem_alloc(CONTENT_BUFFER);
    }
    struct stat now;
    int result = cloned ? content_read(out, *buffer, -1, &copied->content, &copied->status, NULL)
                        : content_read(in, *buffer, out, &copied->content, &now, writing);
    if (result != 0) {
        return -1;
    }
    if (known != NULL && (!cloned || (fstat(in, &now) == 0 && content_is_same_version(source, &now)))) {
        known_note(known, &now, &copied->content, since);
    }
    *writing = true;
    return fstat(out, &copied->status);
}

/* Copies one open file into a new one with the same permission bits. If `copied` is not NULL, it receives the hash of
 * the copy's content. */
static int copy_open_file(int in, int out, const struct stat *source, struct known *known, char **buffer,
                          atomic_bool *no_clone, struct copied *copied, bool *writing) {
    *writing = true;
    if (fchmod(out, source->st_mode & 07777) != 0) {
        return -1;
    }
    bool cloned = !*no_clone && ioctl(out, FICLONE, in) == 0;
    if (!cloned) {
        *no_clone = true;
    }
    if (copied == NULL) {
        progress_add(cloned ? (unsigned long long)source->st_size : 0);
        return cloned ? 0 : file_copy_fd(in, out);
    }
    return copy_hashing(in, out, cloned, source, known, buffer, copied, writing);
}

/* The folder of the copy that contains `key`, and the name there; -1 and errno. Return it to close_parent. */
static int open_parent(const struct copy_job *job, const char *key, const char **name) {
    const char *slash = strrchr(key, '/');
    *name = slash == NULL ? key : slash + 1;
    if (slash == NULL) {
        return job->to_fd;
    }
    char *folder = mem_strdup(key);
    folder[slash - key] = '\0';
    int fd = follow_no_link(job->to_fd, folder, O_PATH | O_DIRECTORY | O_CLOEXEC, 0);
    int failure = errno;
    free(folder);
    errno = failure;
    return fd;
}

static void close_parent(const struct copy_job *job, int folder) {
    int failure = errno;
    if (folder != job->to_fd) {
        close(folder);
    }
    errno = failure;
}

/* Opens the new file of an entry, after removing whatever has its name: otherwise the content would go to the target of
 * a link, or into another name of the same file. */
static int open_copy(const struct copy_job *job, const struct walk_entry *entry) {
    const int flags = O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC;
    int out = follow_no_link(job->to_fd, entry->key, flags, 0600);
    if (out >= 0 || errno != EEXIST) {
        return out;
    }
    const char *name;
    int folder = open_parent(job, entry->key, &name);
    if (folder < 0) {
        return -1;
    }
    out = unlinkat(folder, name, 0) == 0 ? openat(folder, name, flags, 0600) : -1;
    close_parent(job, folder);
    return out;
}

static void copy_one(void *context, size_t i, unsigned worker) {
    struct copy_job *job = context;
    if (atomic_load_explicit(&job->failed, memory_order_relaxed) != 0) {
        return;
    }
    size_t index = job->files[i];
    const struct walk_entry *entry = &job->w->entries[index];
    bool writing = false;
    struct stat st;
    struct copied copied;
    int out = -1;
    int in = walk_open(job->w, entry);
    bool ok = in >= 0 && fstat(in, &st) == 0;
    if (ok) {
        writing = true;
        out = open_copy(job, entry);
        ok = out >= 0 && copy_open_file(in, out, &st, job->known, &job->buffers[worker], &job->no_clone,
                                        job->contents == NULL ? NULL : &copied, &writing) == 0;
    }
    if (ok && job->contents != NULL) {
        job->contents[index] = copied.content;
        job->statuses[index] = copied.status;
    }
    if (out >= 0 && close(out) != 0 && ok) {
        ok = false;
        writing = true;
    }
    if (!ok) {
        job_fails(job, index, writing);
    }
    if (in >= 0) {
        close(in);
    }
}

/* The target of a copied link: a link into the tree leads to the copy of its target, by a relative path. */
static const char *copied_link_text(struct arena *a, const struct walk *w, const struct walk_entry *entry) {
    if (!entry->internal) {
        return entry->text;
    }
    const char *target = entry->target + strlen(w->root);
    target += *target == '/';
    char *from = path_join(a, "/", path_dirname(a, entry->key));
    char *text = path_relative(a, from, path_join(a, "/", target));
    return text[0] != '\0' ? text : ".";
}

static int forbidden_link(const struct walk_entry *entry, struct error *e) {
    return error_set(
        e,
        "The file %s is an external symbolic link which is forbidden due to follow mode internal-only. Set "
        "`follow` to a mode that follows links (always or external), or use a regular file",
        entry->target);
}

/* Whether a folder of that name exists, and is not a link; else sets errno. */
static bool is_folder(int folder, const char *name) {
    int fd = openat(folder, name, O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (fd >= 0) {
        close(fd);
    }
    return fd >= 0;
}

static int make_link(const struct copy_job *job, const char *key, const char *text) {
    const char *name;
    int folder = open_parent(job, key, &name);
    if (folder < 0) {
        return -1;
    }
    int result = symlinkat(text, folder, name);
    close_parent(job, folder);
    return result;
}

/* Creates the directory of entry `index` and those above it; `made` says which exist. A directory that is itself
 * ignored is created only in this way, when something in it is copied. */
static int make_directory(const struct copy_job *job, bool *made, int32_t index) {
    if (index < 0 || made[index]) {
        return 0;
    }
    const struct walk_entry *entry = &job->w->entries[index];
    if (make_directory(job, made, entry->parent) != 0) {
        return -1;
    }
    const char *name;
    int folder = open_parent(job, entry->key, &name);
    if (folder < 0) {
        return -1;
    }
    int result = mkdirat(folder, name, 0777);
    if (result != 0 && errno == EEXIST) {
        result = is_folder(folder, name) ? 0 : -1;
    }
    close_parent(job, folder);
    made[index] = result == 0;
    return result;
}

/* Creates directories and links; leaves the file entries in job->files. */
static int make_frame(struct arena *a, struct copy_job *job, const struct fingerprint_options *options, size_t *files,
                      struct error *e) {
    const struct walk *w = job->w;
    bool *made = arena_calloc(a, w->count, sizeof *made);
    *files = 0;
    for (size_t i = 0; i < w->count; i++) {
        const struct walk_entry *entry = &w->entries[i];
        int result = 0;
        switch (entry->kind) {
        case WALK_DIRECTORY:
            result = entry->ignored ? 0 : make_directory(job, made, (int32_t)i);
            break;
        case WALK_FILE:
            job->files[(*files)++] = (uint32_t)i;
            result = make_directory(job, made, entry->parent);
            break;
        case WALK_LINK:
            if (options->follow == FOLLOW_INTERNAL_ONLY && !entry->internal) {
                return forbidden_link(entry, e);
            }
            result = make_directory(job, made, entry->parent);
            if (result == 0) {
                result = make_link(job, entry->key, copied_link_text(a, w, entry));
            }
            break;
        default:
            break;
        }
        if (result != 0) {
            int code = errno;
            char *path = path_join(a, job->to, entry->key);
            errno = code;
            return error_errno(e, "cannot create", path);
        }
    }
    return 0;
}

/* Copies the walked tree into the existing directory `to`, hashing the files on the way if `contents` is given. */
static int copy_tree(struct arena *a, const struct walk *w, const char *to, struct known *known,
                     struct content_hash *contents, struct stat *statuses, const struct fingerprint_options *options,
                     struct error *e) {
    struct copy_job job = {.w = w, .to = to, .known = known, .contents = contents, .statuses = statuses};
    job.to_fd = guard_open_folder(to, false, e);
    if (job.to_fd < 0) {
        return -1;
    }
    job.files = arena_alloc(a, w->files * sizeof *job.files);
    job.buffers = arena_calloc(a, parallel_cores(), sizeof *job.buffers);
    size_t files;
    int result = make_frame(a, &job, options, &files, e);
    if (result == 0) {
        progress_begin("copying", w->root, walk_bytes, w);
        parallel_for(files, copy_one, &job);
        progress_end();
        for (unsigned i = 0; i < parallel_cores(); i++) {
            free(job.buffers[i]);
        }
        if (job.failed != 0) {
            const struct walk_entry *entry = &w->entries[job.failed - 1];
            const char *path = job.writing ? path_join(a, to, entry->key) : walk_path(a, w, entry);
            errno = job.code;
            result = job.writing ? error_errno(e, "cannot write", path) : content_fail(e, job.code, path);
        }
    }
    close(job.to_fd);
    return result;
}

static int list(struct arena *a, const char *path, const struct fingerprint_options *options, struct walk *w,
                struct error *e) {
    struct ignore *ignore = ignore_new(options->ignore_mode, options->exclude, options->exclude_count, e);
    if (ignore == NULL) {
        return -1;
    }
    struct walk_options walk_options = {options->follow, ignore, options->skip};
    int result = walk_tree(w, a, path, &walk_options, e);
    ignore_free(ignore);
    return result;
}

int copy_directory(const char *from, const char *to, const struct fingerprint_options *options, struct error *e) {
    struct stat st;
    if (guard_stat(from, &st) != 0 && errno == EXDEV) {
        return error_errno(e, "cannot read", from);
    }
    if (!file_is_directory(from)) {
        return error_set(e, "%s is not a directory", from);
    }
    if (guard_check_writing(to, e) != 0 || file_mkdirs(to, e) != 0) {
        return -1;
    }
    struct arena arena = ARENA_INIT;
    struct fingerprint_options with_skip = *options;
    with_skip.skip = to;
    struct walk w;
    int result = list(&arena, from, &with_skip, &w, e);
    if (result == 0) {
        result = copy_tree(&arena, &w, to, NULL, NULL, NULL, &with_skip, e);
        walk_end(&w);
    }
    arena_free(&arena);
    return result;
}

static int check_links(const struct walk *w, struct error *e) {
    for (size_t i = 0; i < w->count; i++) {
        if (w->entries[i].kind == WALK_LINK && !w->entries[i].internal) {
            return forbidden_link(&w->entries[i], e);
        }
    }
    return 0;
}

int stage_check_links(const char *path, const struct fingerprint_options *options, struct error *e) {
    struct arena arena = ARENA_INIT;
    struct fingerprint_options internal_only = *options;
    internal_only.follow = FOLLOW_INTERNAL_ONLY;
    struct walk w;
    int result = list(&arena, path, &internal_only, &w, e);
    if (result == 0) {
        result = check_links(&w, e);
        walk_end(&w);
    }
    arena_free(&arena);
    return result;
}

/* ---- staging ----------------------------------------------------------------------------------------------------- */

struct staging {
    struct arena *arena;
    const struct stage_request *request;
    struct fingerprint_options options;
    struct stage_result *result;
    struct error *error;
    const char *outdir;  /* absolute */
    const char *source;  /* absolute */
    struct place *place; /* NULL with disable_copy, and until it is needed */
    const char *temporary;
};

static const char *target_path(const struct staging *s) {
    return arena_printf(s->arena, "%s%sasset.%s%s", s->outdir, strcmp(s->outdir, "/") == 0 ? "" : "/", s->result->hash,
                        s->result->extension);
}

/* Sets the hash and path of the result. */
static void set_hash(struct staging *s, const char *hash) {
    s->result->hash = arena_strdup(s->arena, hash);
    s->result->path = s->request->disable_copy ? s->source : target_path(s);
}

/* Claims the output folder, which is created only when something is about to be put into it. */
static int need_place_of(struct staging *s) {
    if (s->place == NULL) {
        s->place = place_open(s->outdir, s->error);
    }
    return s->place == NULL ? -1 : 0;
}

static struct known *known_files(const struct staging *s) { return s->place == NULL ? NULL : place_known(s->place); }

/* Gives the temporary copy its final name. */
static int put_in_place(struct staging *s) {
    const char *target = s->result->path;
    if (place_has(s->place, target)) {
        return 0; /* the caller removes the copy */
    }
    if (place_put(s->place, s->temporary, target, s->error) != 0) {
        return -1;
    }
    s->temporary = NULL;
    s->result->copied = true;
    return 0;
}

/* Whether nothing needs to be read: the hash is known, and the asset is either not wanted or was verified in this
 * run. */
static bool is_decided(const struct staging *s) {
    return s->result->hash != NULL &&
           (s->request->disable_copy || (s->place != NULL && place_has(s->place, s->result->path)));
}

static const struct walk_entry *next_content(const struct walk *w, size_t *i) {
    while (*i < w->count && w->entries[*i].kind == WALK_DIRECTORY) {
        ++*i;
    }
    return *i < w->count ? &w->entries[*i] : NULL;
}

static bool is_same_content_hash(const struct content_hash *a, const struct content_hash *b) {
    return a->size == b->size && memcmp(a->digest, b->digest, sizeof a->digest) == 0;
}

/* A copy must have its source's permissions, which the hash does not cover: a program must stay executable. */
static bool is_same_mode(const struct stat *a, const struct stat *b) {
    return (a->st_mode & 07777) == (b->st_mode & 07777);
}

/* The contents of a tree's files, and their statuses. */
struct held {
    const struct walk *w;
    const struct content_hash *contents;
    const struct stat *statuses;
};

static bool is_same_file(const struct held *source, size_t i, const struct held *staged, size_t j) {
    return is_same_mode(&source->statuses[i], &staged->statuses[j]) &&
           is_same_content_hash(&source->contents[i], &staged->contents[j]);
}

/* Whether the staged tree has the same files and links as the source, with those contents. */
static bool is_copy(struct staging *s, const struct held *source, const struct held *staged) {
    size_t i = 0, j = 0;
    for (;; i++, j++) {
        const struct walk_entry *entry = next_content(source->w, &i), *copy = next_content(staged->w, &j);
        if (entry == NULL || copy == NULL) {
            return entry == copy;
        }
        if (entry->kind != copy->kind || strcmp(entry->key, copy->key) != 0) {
            return false;
        }
        if (entry->kind == WALK_FILE ? !is_same_file(source, i, staged, j)
                                     : strcmp(copied_link_text(s->arena, source->w, entry), copy->text) != 0) {
            return false;
        }
    }
}

static void remember_copies(struct place *place, struct arena *a, const struct walk *w, const char *root,
                            const struct stat *statuses, const struct content_hash *contents) {
    for (size_t i = 0; i < w->count; i++) {
        if (w->entries[i].kind == WALK_FILE) {
            place_note_copy(place, arena_printf(a, "%s/%s", root, w->entries[i].key), &statuses[i], &contents[i]);
        }
    }
}

/* Whether the asset exists and is what its name says. */
static bool is_staged_tree(struct staging *s, const struct held *source) {
    const char *target = place_way(s->place, s->arena, s->result->path);
    struct stat st;
    if (lstat(target, &st) != 0 || !S_ISDIR(st.st_mode)) {
        return false;
    }
    struct walk staged;
    struct walk_options all = {.follow = FOLLOW_NEVER};
    if (walk_tree(&staged, s->arena, target, &all, NULL) != 0) {
        return false;
    }
    struct stat *statuses = arena_alloc(s->arena, (staged.count + 1) * sizeof *statuses);
    struct content_hash *found = fingerprint_contents(s->arena, &staged, known_files(s), statuses, NULL);
    bool same = found != NULL && is_copy(s, source, &(struct held){&staged, found, statuses});
    if (same) {
        remember_copies(s->place, s->arena, &staged, target, statuses, found);
        place_note(s->place, s->result->path, false);
    }
    walk_end(&staged);
    return same;
}

/* Copies the tree, and names the copy after its content. */
static int copy_source_tree(struct staging *s, const struct walk *w) {
    char hex[FINGERPRINT_HEX];
    if (need_place_of(s) != 0) {
        return -1;
    }
    s->temporary = place_temporary(s->place, s->arena, s->error);
    if (s->temporary == NULL) {
        return -1;
    }
    if (mkdir(s->temporary, 0777) != 0) {
        return error_errno(s->error, "cannot create", s->temporary);
    }
    struct content_hash *contents = arena_alloc(s->arena, (w->count + 1) * sizeof *contents);
    struct stat *statuses = arena_alloc(s->arena, (w->count + 1) * sizeof *statuses);
    if (copy_tree(s->arena, w, s->temporary, known_files(s), contents, statuses, &s->options, s->error) != 0) {
        return -1;
    }
    if (s->request->hash == NULL) {
        if (fingerprint_tree(w, contents, &s->options, hex, s->error) != 0) {
            return -1;
        }
        set_hash(s, hex);
    }
    if (put_in_place(s) != 0) {
        return -1;
    }
    if (s->result->copied) {
        remember_copies(s->place, s->arena, w, place_way(s->place, s->arena, s->result->path), statuses, contents);
    }
    return 0;
}

static int stage_tree(struct staging *s, const struct walk *w) {
    if (s->request->disable_copy || (s->place != NULL && place_holds_older(s->place))) {
        char hex[FINGERPRINT_HEX];
        struct stat *statuses = arena_alloc(s->arena, (w->count + 1) * sizeof *statuses);
        struct content_hash *contents = fingerprint_contents(s->arena, w, known_files(s), statuses, s->error);
        if (contents == NULL || fingerprint_tree(w, contents, &s->options, hex, s->error) != 0) {
            return -1;
        }
        if (s->request->hash == NULL) {
            set_hash(s, hex);
        }
        if (is_decided(s) || is_staged_tree(s, &(struct held){w, contents, statuses})) {
            return 0;
        }
    }
    return copy_source_tree(s, w);
}

static int stage_directory(struct staging *s) {
    /* With a known hash nothing may need reading, except for links that are not allowed. */
    if (is_decided(s) && s->options.follow != FOLLOW_INTERNAL_ONLY) {
        return 0;
    }
    struct walk w;
    if (list(s->arena, s->source, &s->options, &w, s->error) != 0) {
        return -1;
    }
    int result = s->options.follow == FOLLOW_INTERNAL_ONLY ? check_links(&w, s->error) : 0;
    if (result == 0 && !is_decided(s)) {
        result = stage_tree(s, &w);
    }
    walk_end(&w);
    return result;
}

static unsigned long long size_in(const void *status) {
    return (unsigned long long)((const struct stat *)status)->st_size;
}

/* Copies `in` to a temporary name, hashing on the way. */
static int copy_source_file(struct staging *s, int in, const struct stat *source, struct copied *copied) {
    const char *temporary = need_place_of(s) == 0 ? place_temporary(s->place, s->arena, s->error) : NULL;
    int out = temporary == NULL ? -1 : open(temporary, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (out < 0) {
        return temporary == NULL ? -1 : error_errno(s->error, "cannot create", temporary);
    }
    s->temporary = temporary;
    bool writing;
    char *buffer = NULL;
    atomic_bool no_clone = false;
    progress_begin("copying", s->source, size_in, source);
    int result = copy_open_file(in, out, source, known_files(s), &buffer, &no_clone, copied, &writing);
    int code = errno;
    progress_end();
    if (close(out) != 0 && result == 0) {
        result = -1;
        code = errno;
        writing = true;
    }
    free(buffer);
    if (result != 0) {
        errno = code;
        return writing ? error_errno(s->error, "cannot write", temporary) : content_fail(s->error, code, s->source);
    }
    return 0;
}

static bool is_staged_file(struct staging *s, const struct content_hash *content, const struct stat *source) {
    const char *target = place_way(s->place, s->arena, s->result->path);
    struct stat st;
    struct content_hash found;
    int fd = open(target, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    bool same = fd >= 0 && fstat(fd, &st) == 0 && S_ISREG(st.st_mode) && is_same_mode(source, &st) &&
                fingerprint_content(fd, target, known_files(s), &found, &st) == 0 &&
                is_same_content_hash(content, &found);
    if (same) {
        place_note_copy(s->place, target, &st, &found);
        place_note(s->place, s->result->path, false);
    }
    if (fd >= 0) {
        close(fd);
    }
    return same;
}

static int stage_open_file(struct staging *s, int in, const struct stat *source) {
    char hex[FINGERPRINT_HEX];
    struct copied copied;
    if (s->request->disable_copy || (s->place != NULL && place_holds_older(s->place))) {
        struct content_hash content;
        struct stat status;
        if (fingerprint_content(in, s->source, guard_is_wary() ? NULL : known_files(s), &content, &status) != 0) {
            return content_fail(s->error, errno, s->source);
        }
        if (s->request->hash == NULL) {
            fingerprint_file(&content, &s->options, hex);
            set_hash(s, hex);
        }
        if (is_decided(s) || is_staged_file(s, &content, source)) {
            return 0;
        }
    }
    if (copy_source_file(s, in, source, &copied) != 0) {
        return -1;
    }
    if (s->request->hash == NULL) {
        fingerprint_file(&copied.content, &s->options, hex);
        set_hash(s, hex);
    }
    if (put_in_place(s) != 0) {
        return -1;
    }
    if (s->result->copied) {
        place_note_copy(s->place, place_way(s->place, s->arena, s->result->path), &copied.status, &copied.content);
    }
    return 0;
}

static int stage_file(struct staging *s) {
    if (is_decided(s)) {
        return 0;
    }
    struct stat st;
    int in = guard_open(AT_FDCWD, s->source, O_RDONLY | O_CLOEXEC | O_NOCTTY);
    if (in < 0 || fstat(in, &st) != 0) {
        error_errno(s->error, "cannot read", s->source);
        if (in >= 0) {
            close(in);
        }
        return -1;
    }
    int result = stage_open_file(s, in, &st);
    close(in);
    return result;
}

int stage_asset(struct arena *a, const struct stage_request *request, struct stage_result *result, struct error *e) {
    *result = (struct stage_result){.extension = ""};
    struct staging s = {.arena = a, .request = request, .options = request->options, .result = result, .error = e};
    s.source = path_resolve(a, NULL, request->source);
    s.outdir = request->outdir == NULL ? NULL : path_resolve(a, NULL, request->outdir);
    if (s.outdir == NULL && !request->disable_copy) {
        return error_set(e, "there is no output folder to stage %s in", s.source);
    }
    struct stat st;
    if (s.outdir != NULL && !request->disable_copy && guard_check_writing(s.outdir, e) != 0) {
        return -1;
    }
    if (guard_stat(s.source, &st) != 0) {
        if (errno == ENOENT || errno == ENOTDIR) {
            return error_set(e, "Cannot find asset at %s", s.source);
        }
        return error_errno(e, "cannot read", s.source);
    }
    result->is_directory = S_ISDIR(st.st_mode);
    if (!result->is_directory && !S_ISREG(st.st_mode)) {
        return error_set(e, "Asset %s is expected to be either a directory or a regular file", s.source);
    }
    if (request->extension != NULL) {
        result->extension = arena_strdup(a, request->extension);
    } else if (!result->is_directory) {
        result->extension = asset_extension(a, s.source);
    }
    if (request->hash != NULL) {
        set_hash(&s, request->hash);
    }
    s.options.skip = s.outdir; /* an output folder inside the source is not part of it */
    if (!request->disable_copy && file_exists(s.outdir) && need_place_of(&s) != 0) {
        return -1;
    }
    int status = result->is_directory ? stage_directory(&s) : stage_file(&s);
    if (s.temporary != NULL) {
        file_remove_tree(s.temporary, NULL);
    }
    if (status != 0 && s.place != NULL && place_is_unused(s.place)) {
        place_close(s.place); /* it contains nothing that the end of the run would have to take care of */
    }
    return status;
}

/* ---- the end of a run -------------------------------------------------------------------------------------------- */

void stage_keep(void) { places_keep(); }

void stage_undo(void) { places_undo(); }

const char *stage_asset_at(const char *outdir, size_t i, bool *placed) {
    const struct place *place = place_find(outdir);
    return place == NULL ? NULL : place_asset_at(place, i, placed);
}

/* ---- assets that others make ------------------------------------------------------------------------------------- */

int stage_prepare(const char *outdir, struct error *e) {
    struct arena arena = ARENA_INIT;
    struct place *place = place_open(path_resolve(&arena, NULL, outdir), e);
    int result = place == NULL || place_temporary(place, &arena, e) == NULL ? -1 : 0;
    arena_free(&arena);
    return result;
}

char *stage_new_folder(struct arena *a, const char *outdir, const char *name, struct error *e) {
    struct place *place = place_open(path_resolve(a, NULL, outdir), e);
    const char *folder = place == NULL ? NULL : place_new_folder(place, name, e);
    return folder == NULL ? NULL : arena_strdup(a, folder);
}

int stage_put(const char *from, const char *target, struct error *e) {
    struct arena arena = ARENA_INIT;
    const char *path = path_resolve(&arena, NULL, target);
    struct place *place = place_open(path_dirname(&arena, path), e);
    int result = place == NULL ? -1 : place_put(place, from, path, e);
    arena_free(&arena);
    return result;
}

void stage_adopt(const char *path, bool placed) {
    struct arena arena = ARENA_INIT;
    const char *whole = path_resolve(&arena, NULL, path);
    struct place *place = place_find(path_dirname(&arena, whole));
    if (place != NULL) {
        place_note(place, whole, placed);
    }
    arena_free(&arena);
}

/* Adds the permissions of the files, for a fingerprint that includes these. */
static void add_modes(struct fingerprint_options *options, struct arena *a, const struct stat *statuses, size_t count) {
    const size_t width = 8;
    char *modes = arena_alloc(a, count * width + 1);
    for (size_t i = 0; i < count; i++) {
        snprintf(modes + i * width, width + 1, "%07o,", (unsigned)(statuses[i].st_mode & 07777));
    }
    options->extra_hash = modes;
    options->extra_hash_length = count * width;
}

/* The fingerprint of the staged asset at the path, including permissions. */
static int hash_staged(struct place *place, struct arena *a, const char *asset, char hex[FINGERPRINT_HEX],
                       struct error *e) {
    const char *path = place_way(place, a, asset);
    struct fingerprint_options options = {.follow = FOLLOW_NEVER};
    struct stat st;
    if (lstat(path, &st) != 0) {
        return error_errno(e, "cannot read", path);
    }
    if (!S_ISDIR(st.st_mode)) {
        struct content_hash content;
        int fd = open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
        int result = fd < 0 ? -1 : fingerprint_content(fd, path, place_known(place), &content, &st);
        if (result != 0) {
            content_fail(e, errno, path);
        } else {
            add_modes(&options, a, &st, 1);
            fingerprint_file(&content, &options, hex);
            place_note_copy(place, path, &st, &content);
        }
        if (fd >= 0) {
            close(fd);
        }
        return result;
    }
    struct walk w;
    struct walk_options all = {.follow = FOLLOW_NEVER};
    if (walk_tree(&w, a, path, &all, e) != 0) {
        return -1;
    }
    struct stat *statuses = arena_calloc(a, w.count + 1, sizeof *statuses);
    struct content_hash *contents = fingerprint_contents(a, &w, place_known(place), statuses, e);
    add_modes(&options, a, statuses, w.count);
    int result = contents == NULL ? -1 : fingerprint_tree(&w, contents, &options, hex, e);
    if (result == 0) {
        remember_copies(place, a, &w, path, statuses, contents);
    }
    walk_end(&w);
    return result;
}

bool stage_is_bundle(const char *path) {
    struct arena arena = ARENA_INIT;
    char hex[FINGERPRINT_HEX];
    const char *whole = path_resolve(&arena, NULL, path);
    const char *outdir = path_dirname(&arena, whole);
    struct place *place = file_exists(whole) ? place_open(outdir, NULL) : NULL;
    const char *noted = place == NULL ? NULL : known_bundle(place_known(place), path_basename(&arena, whole));
    bool same = noted != NULL && hash_staged(place, &arena, whole, hex, NULL) == 0 && strcmp(noted, hex) == 0;
    if (same) {
        place_note(place, whole, false);
    }
    arena_free(&arena);
    return same;
}

int stage_note_bundle(const char *path, struct error *e) {
    struct arena arena = ARENA_INIT;
    char hex[FINGERPRINT_HEX];
    const char *whole = path_resolve(&arena, NULL, path);
    struct place *place = place_open(path_dirname(&arena, whole), e);
    int result = place == NULL ? -1 : hash_staged(place, &arena, whole, hex, e);
    if (result == 0) {
        known_note_bundle(place_known(place), path_basename(&arena, whole), hex);
    }
    arena_free(&arena);
    return result;
}
