/* Copying and staging assets: see stage.h. */
#include "assets/stage.h"

#include <dirent.h>
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

#include "base/file.h"
#include "base/guard.h"
#include "base/parallel.h"
#include "base/path.h"
#include "base/temporary.h"

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
    struct content_hash *contents; /* NULL: copy only */
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

/* Copies (and hashes) one open file into a new open file with the same permission bits. */
static int copy_open_file(int in, int out, mode_t mode, char **buffer, atomic_bool *no_clone,
                          struct content_hash *content, bool *writing) {
    *writing = true;
    if (fchmod(out, mode & 07777) != 0) {
        return -1;
    }
    bool cloned = !*no_clone && ioctl(out, FICLONE, in) == 0;
    if (!cloned) {
        *no_clone = true;
    }
    if (content == NULL) {
        return cloned ? 0 : file_copy_fd(in, out);
    }
    if (*buffer == NULL) {
        *buffer = mem_alloc(CONTENT_BUFFER);
    }
    return content_hash(in, *buffer, cloned ? -1 : out, content, writing);
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
    int out = -1;
    int in = walk_open(job->w, entry);
    bool ok = in >= 0 && fstat(in, &st) == 0;
    if (ok) {
        writing = true;
        out = openat(job->to_fd, entry->key, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
        ok = out >= 0 && copy_open_file(in, out, st.st_mode, &job->buffers[worker], &job->no_clone,
                                        job->contents == NULL ? NULL : &job->contents[index], &writing) == 0;
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

/* The text of a copied link: one into the tree leads to the copy of its target, by a relative path. */
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

/* Creates the directory of entry `index` and those above it; `made` tells which exist. A directory that is itself
 * ignored only comes into being this way, when something in it is copied. */
static int make_directory(const struct copy_job *job, bool *made, int32_t index) {
    if (index < 0 || made[index]) {
        return 0;
    }
    const struct walk_entry *entry = &job->w->entries[index];
    if (make_directory(job, made, entry->parent) != 0) {
        return -1;
    }
    if (mkdirat(job->to_fd, entry->key, 0777) != 0 && errno != EEXIST) {
        return -1;
    }
    made[index] = true;
    return 0;
}

/* Makes directories and links; leaves the file entries in job->files. */
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
                result = symlinkat(copied_link_text(a, w, entry), job->to_fd, entry->key);
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

/* Copies the listed tree into the existing directory `to`, hashing the files on the way when `contents` is given. */
static int copy_tree(struct arena *a, const struct walk *w, const char *to, struct content_hash *contents,
                     const struct fingerprint_options *options, struct error *e) {
    struct copy_job job = {.w = w, .to = to, .contents = contents};
    job.to_fd = open(to, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (job.to_fd < 0) {
        return error_errno(e, "cannot open", to);
    }
    job.files = arena_alloc(a, w->files * sizeof *job.files);
    job.buffers = arena_calloc(a, parallel_cores(), sizeof *job.buffers);
    size_t files;
    int result = make_frame(a, &job, options, &files, e);
    if (result == 0) {
        parallel_for(files, copy_one, &job);
        for (unsigned i = 0; i < parallel_cores(); i++) {
            free(job.buffers[i]);
        }
        if (job.failed != 0) {
            const struct walk_entry *entry = &w->entries[job.failed - 1];
            char *path = job.writing ? path_join(a, to, entry->key) : walk_path(a, w, entry);
            errno = job.code;
            result = error_errno(e, job.writing ? "cannot write" : "cannot read", path);
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
        result = copy_tree(&arena, &w, to, NULL, &with_skip, e);
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

/* ---- staging ---- */

struct staging {
    struct arena *arena;
    const struct stage_request *request;
    struct fingerprint_options options;
    struct stage_result *result;
    struct error *error;
    const char *outdir; /* absolute */
    const char *source; /* absolute */
    const char *temporary;
};

static const char *target_path(const struct staging *s) {
    return arena_printf(s->arena, "%s%sasset.%s%s", s->outdir, strcmp(s->outdir, "/") == 0 ? "" : "/", s->result->hash,
                        s->result->extension);
}

/* Whether the folder holds assets of an earlier run. Looked up once a folder: later assets there are our own. */
static bool holds_older_assets(const char *outdir) {
    static char *known;
    static bool known_answer;
    if (known != NULL && strcmp(known, outdir) == 0) {
        return known_answer;
    }
    bool found = false;
    temporary_remove_stale(outdir);
    DIR *dir = opendir(outdir);
    if (dir != NULL) {
        struct dirent *entry;
        while (!found && (entry = readdir(dir)) != NULL) {
            found = strncmp(entry->d_name, "asset.", 6) == 0;
        }
        closedir(dir);
    }
    free(known);
    known = mem_strdup(outdir);
    known_answer = found;
    return found;
}

static const char *temporary_path(const struct staging *s) {
    static atomic_uint counter;
    return arena_printf(s->arena, "%s%u", temporary_prefix(s->arena, s->outdir, "asset"),
                        atomic_fetch_add(&counter, 1));
}

/* ---- giving up ------------------------------------------------------------------------------------------------- */

/* What this program has put in place for an assembly that is not finished. */
static struct {
    char **paths;
    size_t count, room;
    char *outdir;  /* if it had to be made, */
    char *created; /* and the topmost folder that had to be made for it */
} placed;

static void remember_placed(const char *path) {
    if (placed.count == placed.room) {
        placed.room = placed.room ? 2 * placed.room : 16;
        placed.paths = mem_resize(placed.paths, placed.room, sizeof *placed.paths);
    }
    placed.paths[placed.count++] = mem_strdup(path);
}

static void forget_folder(void) {
    free(placed.outdir);
    free(placed.created);
    placed.outdir = placed.created = NULL;
}

void stage_keep(void) {
    forget_folder();
    while (placed.count) {
        free(placed.paths[--placed.count]);
    }
    free(placed.paths);
    placed.paths = NULL;
    placed.room = 0;
}

const char *const *stage_placed(size_t *count) {
    *count = placed.count;
    return (const char *const *)placed.paths;
}

void stage_undo(void) {
    for (size_t i = placed.count; i-- > 0;) {
        (void)file_remove_tree(placed.paths[i], NULL);
    }
    while (placed.outdir && rmdir(placed.outdir) == 0 && strcmp(placed.outdir, placed.created) != 0) {
        *strrchr(placed.outdir, '/') = '\0';
    }
    stage_keep();
}

/* Creates the output folder, to be taken away again by stage_undo if nothing else is in it. */
static int make_outdir(const struct staging *s) {
    const char *missing = NULL;
    for (const char *at = s->outdir; !file_exists(at); at = path_dirname(s->arena, at)) {
        missing = at;
    }
    if (missing == NULL) {
        return 0;
    }
    if (file_mkdirs(s->outdir, s->error) != 0) {
        return -1;
    }
    forget_folder();
    placed.outdir = mem_strdup(s->outdir);
    placed.created = mem_strdup(missing);
    return 0;
}

/* ---- putting assets in place ---------------------------------------------------------------------------------- */

/* Gives the temporary copy its final name, or drops it when that exists already. */
static int put_in_place(struct staging *s) {
    const char *target = s->result->path;
    if (!file_exists(target)) {
        if (rename(s->temporary, target) == 0) {
            s->temporary = NULL;
            s->result->copied = true;
            remember_placed(target);
            return 0;
        }
        if (errno != ENOTEMPTY && errno != EEXIST) {
            return error_errno(s->error, "cannot create", target);
        }
    }
    return 0; /* another program was first; the caller removes our copy */
}

/* Sets hash and path of the result. */
static void set_hash(struct staging *s, const char *hash) {
    s->result->hash = arena_strdup(s->arena, hash);
    s->result->path = s->request->disable_copy ? s->source : target_path(s);
}

/* What is known about the target before anything is read: 1 = done, 0 = go on. */
static bool already_staged(const struct staging *s) {
    return s->result->hash != NULL && (s->request->disable_copy || file_exists(s->result->path));
}

static int stage_tree(struct staging *s, const struct walk *w) {
    char hex[FINGERPRINT_HEX];
    struct content_hash *contents = NULL;
    bool hash_first = s->result->hash == NULL && (s->request->disable_copy || holds_older_assets(s->outdir));
    if (hash_first) {
        contents = fingerprint_contents(s->arena, w, s->error);
        if (contents == NULL || fingerprint_tree(w, contents, &s->options, hex, s->error) != 0) {
            return -1;
        }
        set_hash(s, hex);
    }
    if (already_staged(s)) {
        return 0;
    }
    if (make_outdir(s) != 0) {
        return -1;
    }
    s->temporary = temporary_path(s);
    if (mkdir(s->temporary, 0777) != 0) {
        return error_errno(s->error, "cannot create", s->temporary);
    }
    if (s->result->hash == NULL) {
        contents = arena_alloc(s->arena, w->count * sizeof *contents);
        if (copy_tree(s->arena, w, s->temporary, contents, &s->options, s->error) != 0 ||
            fingerprint_tree(w, contents, &s->options, hex, s->error) != 0) {
            return -1;
        }
        set_hash(s, hex);
    } else if (copy_tree(s->arena, w, s->temporary, NULL, &s->options, s->error) != 0) {
        return -1;
    }
    return put_in_place(s);
}

static int stage_directory(struct staging *s) {
    /* With a known hash and an existing target nothing needs reading, except for links that are not allowed. */
    if (already_staged(s) && s->options.follow != FOLLOW_INTERNAL_ONLY) {
        return 0;
    }
    struct walk w;
    if (list(s->arena, s->source, &s->options, &w, s->error) != 0) {
        return -1;
    }
    int result = s->options.follow == FOLLOW_INTERNAL_ONLY ? check_links(&w, s->error) : 0;
    if (result == 0) {
        result = stage_tree(s, &w);
    }
    walk_end(&w);
    return result;
}

/* Copies `in` to the temporary name, hashing on the way when `content` is not NULL. */
static int copy_source_file(struct staging *s, int in, mode_t mode, char **buffer, struct content_hash *content) {
    if (make_outdir(s) != 0) {
        return -1;
    }
    const char *temporary = temporary_path(s);
    int out = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (out < 0) {
        return error_errno(s->error, "cannot create", temporary);
    }
    s->temporary = temporary;
    bool writing;
    atomic_bool no_clone = false;
    int result = copy_open_file(in, out, mode, buffer, &no_clone, content, &writing);
    if (result == 0) {
        result = close(out);
        writing = true;
    } else {
        int code = errno;
        close(out);
        errno = code;
    }
    if (result != 0) {
        return error_errno(s->error, writing ? "cannot write" : "cannot read", writing ? temporary : s->source);
    }
    return 0;
}

static int stage_open_file(struct staging *s, int in, mode_t mode, char **buffer) {
    char hex[FINGERPRINT_HEX];
    struct content_hash content;
    if (s->result->hash == NULL && !s->request->disable_copy && !holds_older_assets(s->outdir)) {
        if (copy_source_file(s, in, mode, buffer, &content) != 0) {
            return -1;
        }
        fingerprint_file(&content, &s->options, hex);
        set_hash(s, hex);
        return put_in_place(s);
    }
    if (s->result->hash == NULL) {
        *buffer = mem_alloc(CONTENT_BUFFER);
        if (content_hash(in, *buffer, -1, &content, NULL) != 0) {
            return error_errno(s->error, "cannot read", s->source);
        }
        fingerprint_file(&content, &s->options, hex);
        set_hash(s, hex);
    }
    if (already_staged(s)) {
        return 0;
    }
    if (lseek(in, 0, SEEK_SET) < 0) {
        return error_errno(s->error, "cannot read", s->source);
    }
    return copy_source_file(s, in, mode, buffer, NULL) != 0 ? -1 : put_in_place(s);
}

static int stage_file(struct staging *s) {
    if (already_staged(s)) {
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
    char *buffer = NULL;
    int result = stage_open_file(s, in, st.st_mode, &buffer);
    free(buffer);
    close(in);
    return result;
}

int stage_asset(struct arena *a, const struct stage_request *request, struct stage_result *result, struct error *e) {
    *result = (struct stage_result){.extension = ""};
    struct staging s = {.arena = a, .request = request, .options = request->options, .result = result, .error = e};
    s.source = path_resolve(a, NULL, request->source);
    s.outdir = request->outdir == NULL ? NULL : path_resolve(a, NULL, request->outdir);
    if (s.outdir == NULL && !request->disable_copy) {
        return error_set(e, "no output folder to stage %s in", s.source);
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
    s.options.skip = s.outdir; /* an output folder inside the source is no part of it */
    int status = result->is_directory ? stage_directory(&s) : stage_file(&s);
    if (s.temporary != NULL) {
        file_remove_tree(s.temporary, NULL);
    }
    return status;
}
