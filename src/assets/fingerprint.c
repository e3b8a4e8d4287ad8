/* Content hashes of files and trees: see fingerprint.h. */
#include "assets/fingerprint.h"

#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fd.h"
#include "base/file.h"
#include "base/guard.h"
#include "base/hash.h"
#include "base/interrupt.h"
#include "base/parallel.h"
#include "base/path.h"
#include "base/progress.h"
#include "base/strbuf.h"
#include "base/timings.h"
#include "base/utf8.h"

enum { CHUNK = 8192, CONTENT_ATTEMPTS = 5 };

/* The state of one file's hash between chunks. */
struct content_state {
    struct hash hash;
    unsigned long long size;
    bool binary;
    struct strbuf held; /* decoded chunks that ended in CR */
    struct strbuf text; /* scratch */
    const char *plain;  /* bytes that are hashed unchanged, collected over chunks */
    size_t plain_length;
};

static void flush_plain(struct content_state *s) {
    hash_update(&s->hash, s->plain, s->plain_length);
    s->plain_length = 0;
}

static void add_plain(struct content_state *s, const char *data, size_t length) {
    if (s->plain_length == 0) {
        s->plain = data;
    }
    s->plain_length += length; /* chunks of one buffer are adjacent */
    s->size += length;
}

/* Hashes text with every CRLF replaced by LF. */
static void hash_normalised(struct content_state *s, const char *text, size_t length) {
    const char *end = text + length;
    const char *start = text;
    const char *p = text;
    while (p < end && (p = memchr(p, '\r', (size_t)(end - p))) != NULL) {
        if (p + 1 < end && p[1] == '\n') {
            hash_update(&s->hash, start, (size_t)(p - start));
            s->size += (size_t)(p - start);
            start = p + 1;
        }
        p++;
    }
    hash_update(&s->hash, start, (size_t)(end - start));
    s->size += (size_t)(end - start);
}

static void add_chunk(struct content_state *s, const char *data, size_t length) {
    if (s->size == 0) {
        s->binary = memchr(data, '\0', length) != NULL;
    }
    if (s->binary) {
        add_plain(s, data, length);
        return;
    }
    bool valid = utf8_is_valid(data, length);
    if (valid && s->held.length == 0 && memchr(data, '\r', length) == NULL) {
        add_plain(s, data, length);
        return;
    }
    flush_plain(s);
    const char *text = data;
    size_t text_length = length;
    if (!valid) {
        strbuf_truncate(&s->text, 0);
        utf8_sanitize(&s->text, data, length);
        text = s->text.data;
        text_length = s->text.length;
    }
    if (text[text_length - 1] == '\r') {
        strbuf_add(&s->held, text, text_length);
    } else if (s->held.length > 0) {
        strbuf_add(&s->held, text, text_length);
        hash_normalised(s, s->held.data, s->held.length);
        strbuf_truncate(&s->held, 0);
    } else {
        hash_normalised(s, text, text_length);
    }
}

/* Hashes the file from its position, and copies it. */
static int hash_content(int fd, char *buffer, int copy_to, struct content_hash *out, bool *writing) {
    struct content_state s = {.size = 0};
    hash_begin(&s.hash, HASH_SHA256);
    strbuf_init(&s.held);
    strbuf_init(&s.text);
    if (writing != NULL) {
        *writing = false;
    }
    ssize_t n;
    int saved = 0;
    do {
        /* Chunks must end at multiples of 8192 whatever the system returns at once. */
        n = file_read_full(fd, buffer, CONTENT_BUFFER);
        if (interrupt_asked()) {
            errno = EINTR;
            n = -1;
        }
        if (n > 0 && copy_to >= 0 && fd_write_all(copy_to, buffer, (size_t)n) != 0) {
            n = -1;
            if (writing != NULL) {
                *writing = true;
            }
        }
        if (n < 0) {
            saved = errno;
            break;
        }
        progress_add((unsigned long long)n);
        for (ssize_t at = 0; at < n; at += CHUNK) {
            add_chunk(&s, buffer + at, n - at < CHUNK ? (size_t)(n - at) : CHUNK);
        }
        flush_plain(&s);
    } while (n == CONTENT_BUFFER);
    /* A final run of chunks ending in CR is hashed unchanged and not counted. */
    hash_update(&s.hash, s.held.data, s.held.length);
    hash_final(&s.hash, out->digest);
    out->size = s.size;
    strbuf_free(&s.held);
    strbuf_free(&s.text);
    errno = saved;
    return n < 0 ? -1 : 0;
}

bool content_is_same_version(const struct stat *a, const struct stat *b) {
    return a->st_size == b->st_size && a->st_mtim.tv_sec == b->st_mtim.tv_sec &&
           a->st_mtim.tv_nsec == b->st_mtim.tv_nsec && a->st_ctim.tv_sec == b->st_ctim.tv_sec &&
           a->st_ctim.tv_nsec == b->st_ctim.tv_nsec;
}

int content_read(int fd, char *buffer, int copy_to, struct content_hash *out, struct stat *status, bool *writing) {
    for (int attempt = 0; attempt < CONTENT_ATTEMPTS; attempt++) {
        struct stat before;
        if (fstat(fd, &before) != 0 || lseek(fd, 0, SEEK_SET) < 0 ||
            hash_content(fd, buffer, copy_to, out, writing) != 0 || fstat(fd, status) != 0) {
            return -1;
        }
        if (content_is_same_version(&before, status)) {
            return 0;
        }
        if (copy_to >= 0 && (ftruncate(copy_to, 0) != 0 || lseek(copy_to, 0, SEEK_SET) < 0)) {
            return -1;
        }
    }
    errno = EAGAIN;
    return -1;
}

int content_fail(struct error *e, int code, const char *path) {
    if (code == EAGAIN) {
        return error_set(
            e, "cannot read %s: it changes while it is being read; exclude it, or run again once it is finished", path);
    }
    errno = code;
    return error_errno(e, "cannot read", path);
}

static void add_field(struct hash *h, const char *header, const char *key, const void *value, size_t length) {
    hash_update(h, "\1", 1);
    hash_update(h, header, strlen(header));
    size_t n = strlen(key);
    if (memchr(key, '\\', n) == NULL) {
        hash_update(h, key, n);
    } else {
        for (const char *p = key; *p != '\0'; p++) {
            hash_update(h, *p == '\\' ? "/" : p, 1); /* the reference's keys contain no backslash on any system */
        }
    }
    hash_update(h, "\2", 1);
    hash_update(h, value, length);
    hash_update(h, "\3", 1);
}

static void begin(struct hash *h, const struct fingerprint_options *options) {
    hash_begin(h, HASH_SHA256);
    add_field(h, "options.extra", "", options->extra_hash,
              options->extra_hash == NULL ? 0 : options->extra_hash_length);
    const char *follow = follow_mode_name(options->follow);
    add_field(h, "options.follow", "", follow, strlen(follow));
    if (options->ignore_mode != IGNORE_GLOB) {
        const char *mode = ignore_mode_name(options->ignore_mode);
        add_field(h, "options.ignoreMode", "", mode, strlen(mode));
    }
}

static void add_file(struct hash *h, const char *key, const struct content_hash *content) {
    char value[32 + 65];
    int n = snprintf(value, 32, "%llu:", content->size);
    hash_to_hex(content->digest, sizeof content->digest, value + n);
    add_field(h, "file:", key, value, (size_t)n + 64);
}

/* An absolute link into the tree is hashed by its target within the tree, so that the tree may be moved. */
static const char *link_value(const struct walk *w, const struct walk_entry *entry, struct strbuf *scratch) {
    if (!entry->internal || !path_is_absolute(entry->text)) {
        return entry->text;
    }
    size_t n = strlen(w->root);
    const char *key = entry->target + n;
    key += *key == '/';
    strbuf_truncate(scratch, 0);
    for (; *key != '\0'; key++) {
        strbuf_addch(scratch, *key == '\\' ? '/' : *key);
    }
    return scratch->data;
}

int fingerprint_tree(const struct walk *w, const struct content_hash *contents,
                     const struct fingerprint_options *options, char hex[FINGERPRINT_HEX], struct error *e) {
    struct hash h;
    struct strbuf scratch;
    strbuf_init(&scratch);
    begin(&h, options);
    int result = 0;
    for (size_t i = 0; i < w->count && result == 0; i++) {
        const struct walk_entry *entry = &w->entries[i];
        switch (entry->kind) {
        case WALK_FILE:
            add_file(&h, entry->key, &contents[i]);
            break;
        case WALK_LINK: {
            const char *value = link_value(w, entry, &scratch);
            add_field(&h, "link:", entry->key, value, strlen(value));
            break;
        }
        case WALK_UNSUPPORTED:
            result = error_set(e, "Unable to hash %s/%s: it is neither a file nor a directory", w->root, entry->key);
            break;
        default:
            break;
        }
    }
    strbuf_free(&scratch);
    if (result != 0) {
        return -1;
    }
    hash_final_hex(&h, hex);
    return 0;
}

void fingerprint_file(const struct content_hash *content, const struct fingerprint_options *options,
                      char hex[FINGERPRINT_HEX]) {
    struct hash h;
    begin(&h, options);
    add_file(&h, "", content);
    hash_final_hex(&h, hex);
}

struct contents_job {
    const struct walk *w;
    struct known *known;
    struct content_hash *contents;
    struct stat *statuses;
    const uint32_t *files; /* indices of the file entries */
    char **buffers;
    atomic_size_t failed; /* 1 + index of the first failing entry seen; 0: none */
    atomic_int code;
};

static int read_content(int fd, struct known *known, char **buffer, struct content_hash *content, struct stat *status) {
    struct timespec since;
    clock_gettime(CLOCK_REALTIME, &since);
    timings_note_reading();
    if (*buffer == NULL) {
        *buffer = mem_alloc(CONTENT_BUFFER);
    }
    if (content_read(fd, *buffer, -1, content, status, NULL) != 0) {
        return -1;
    }
    if (known != NULL) {
        known_note(known, status, content, since);
    }
    return 0;
}

static void hash_one(void *context, size_t i, unsigned worker) {
    struct contents_job *job = context;
    if (atomic_load_explicit(&job->failed, memory_order_relaxed) != 0) {
        return;
    }
    size_t index = job->files[i];
    const struct walk_entry *entry = &job->w->entries[index];
    struct stat own = {0};
    struct stat *status = job->statuses != NULL ? &job->statuses[index] : &own;
    if (job->known != NULL && walk_stat(job->w, entry, status) == 0 &&
        known_content(job->known, status, &job->contents[index])) {
        progress_add((unsigned long long)status->st_size);
        return;
    }
    int fd = walk_open(job->w, entry);
    if (fd < 0 || read_content(fd, job->known, &job->buffers[worker], &job->contents[index], status) != 0) {
        size_t none = 0;
        int code = errno;
        if (atomic_compare_exchange_strong(&job->failed, &none, index + 1)) {
            job->code = code;
        }
    }
    if (fd >= 0) {
        close(fd);
    }
}

struct content_hash *fingerprint_contents(struct arena *a, const struct walk *w, struct known *known,
                                          struct stat *statuses, struct error *e) {
    struct contents_job job = {.w = w, .known = known, .statuses = statuses};
    job.contents = arena_alloc(a, w->count * sizeof *job.contents);
    job.buffers = arena_calloc(a, parallel_cores(), sizeof *job.buffers);
    uint32_t *files = arena_alloc(a, w->files * sizeof *files);
    size_t n = 0;
    for (size_t i = 0; i < w->count; i++) {
        if (w->entries[i].kind == WALK_FILE) {
            files[n++] = (uint32_t)i;
        }
    }
    job.files = files;
    progress_begin("hashing", w->root, walk_bytes, w);
    parallel_for(n, hash_one, &job);
    progress_end();
    for (unsigned i = 0; i < parallel_cores(); i++) {
        free(job.buffers[i]);
    }
    if (job.failed != 0) {
        content_fail(e, job.code, walk_path(a, w, &w->entries[job.failed - 1]));
        return NULL;
    }
    return job.contents;
}

static unsigned long long size_of(const void *fd) {
    struct stat status;
    return fstat(*(const int *)fd, &status) == 0 ? (unsigned long long)status.st_size : 0;
}

int fingerprint_content(int fd, const char *path, struct known *known, struct content_hash *content,
                        struct stat *status) {
    if (known != NULL && fstat(fd, status) == 0 && known_content(known, status, content)) {
        return 0;
    }
    char *buffer = NULL;
    progress_begin("hashing", path, size_of, &fd);
    int result = read_content(fd, known, &buffer, content, status);
    int code = errno;
    progress_end();
    free(buffer);
    errno = code;
    return result;
}

static int fingerprint_directory(const char *path, const struct fingerprint_options *options, char hex[FINGERPRINT_HEX],
                                 struct error *e) {
    struct ignore *ignore = ignore_new(options->ignore_mode, options->exclude, options->exclude_count, e);
    if (ignore == NULL) {
        return -1;
    }
    struct arena arena = ARENA_INIT;
    struct walk w;
    struct walk_options walk_options = {options->follow, ignore, options->skip};
    int result = walk_tree(&w, &arena, path, &walk_options, e);
    if (result == 0) {
        struct content_hash *contents = fingerprint_contents(&arena, &w, NULL, NULL, e);
        result = contents == NULL ? -1 : fingerprint_tree(&w, contents, options, hex, e);
        walk_end(&w);
    }
    arena_free(&arena);
    ignore_free(ignore);
    return result;
}

int fingerprint(const char *path, const struct fingerprint_options *options, char hex[FINGERPRINT_HEX],
                struct error *e) {
    struct stat st;
    if (guard_stat(path, &st) != 0) {
        return error_errno(e, "cannot read", path);
    }
    if (S_ISDIR(st.st_mode)) {
        return fingerprint_directory(path, options, hex, e);
    }
    if (!S_ISREG(st.st_mode)) {
        return error_set(e, "Unable to hash %s: it is neither a file nor a directory", path);
    }
    int fd = guard_open(AT_FDCWD, path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
    if (fd < 0) {
        return error_errno(e, "cannot read", path);
    }
    struct content_hash content;
    struct stat status;
    int result = fingerprint_content(fd, path, NULL, &content, &status);
    if (result != 0) {
        content_fail(e, errno, path);
    } else {
        fingerprint_file(&content, options, hex);
    }
    close(fd);
    return result;
}
