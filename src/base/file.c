/* Whole files and directories: see file.h. */
#include "base/file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/fs.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fd.h"
#include "base/guard.h"
#include "base/interrupt.h"
#include "base/leftovers.h"
#include "base/progress.h"
#include "base/utf8.h"

enum { COPY_BUFFER = 256 * 1024 /* bytes */ };

/* Appends all that can be read. -1 with errno; nothing is appended then. */
static int read_fd(int fd, size_t largest, struct strbuf *out) {
    struct stat st;
    size_t before = out->length, expected = fstat(fd, &st) == 0 && st.st_size > 0 ? (size_t)st.st_size : 0;
    while (out->length - before + expected <= largest) {
        /* One byte more than expected, so that the end is noticed without growing the buffer. */
        size_t room = expected > 0 ? expected + 1 : 16 * 1024;
        char *to = strbuf_reserve(out, room);
        ssize_t n = read(fd, to, room);
        if (n < 0 && errno == EINTR) {
            continue;
        }
        if (n == 0) {
            return 0;
        }
        if (n < 0) {
            int saved = errno;
            strbuf_truncate(out, before);
            errno = saved;
            return -1;
        }
        out->length += (size_t)n;
        out->data[out->length] = '\0';
        expected = expected > (size_t)n ? expected - (size_t)n : 0;
    }
    strbuf_truncate(out, before);
    errno = EFBIG;
    return -1;
}

static int fail_to_read(const char *path, size_t largest, struct error *e) {
    return errno == EFBIG ? error_set(e, "cannot read %s: larger than %zu MiB", path, largest >> 20)
                          : error_errno(e, "cannot read", path);
}

int file_read(const char *path, struct strbuf *out, struct error *e) {
    int fd = guard_open(AT_FDCWD, path, O_RDONLY | O_CLOEXEC);
    if (fd < 0) {
        return error_errno(e, "cannot read", path);
    }
    int result = read_fd(fd, FILE_LARGEST, out);
    fd_close_failed(fd);
    return result == 0 ? 0 : fail_to_read(path, FILE_LARGEST, e);
}

static int open_regular(const char *path, struct stat *st, struct error *e) {
    int fd = guard_open(AT_FDCWD, path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0 || fstat(fd, st) != 0) {
        error_errno(e, "cannot read", path);
        if (fd >= 0) {
            close(fd);
        }
        return -1;
    }
    if (!S_ISREG(st->st_mode)) {
        close(fd);
        return error_set(e, "cannot read %s: not a regular file", path);
    }
    return fd;
}

int file_read_regular(const char *path, size_t largest, struct strbuf *out, struct error *e) {
    struct stat st;
    int fd = open_regular(path, &st, e);
    if (fd < 0) {
        return -1;
    }
    int result = read_fd(fd, largest, out);
    fd_close_failed(fd);
    return result == 0 ? 0 : fail_to_read(path, largest, e);
}

/* Creates a new file `<name>.<process>-<n>.tmp` in the folder, with mode & ~umask (applied by the system, because the
 * mask cannot be read without setting it), and puts its name into `temporary`. */
static int open_beside(int folder, const char *name, mode_t mode, struct strbuf *temporary) {
    static atomic_uint counter;
    for (;;) {
        strbuf_truncate(temporary, 0);
        strbuf_addf(temporary, "%s.%ld-%u.tmp", name, (long)getpid(), atomic_fetch_add(&counter, 1));
        int fd = openat(folder, temporary->data, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode & 07777);
        if (fd >= 0 || errno != EEXIST) {
            return fd;
        }
    }
}

/* Completes a temporary file: closes it and renames it over `name`. Takes the descriptor; on failure the file is
 * removed. */
static int put_in_place(int fd, int result, int folder, const char *temporary, const char *name) {
    if (result == 0) {
        result = close(fd);
    } else {
        fd_close_failed(fd);
    }
    if (result == 0) {
        result = renameat(folder, temporary, folder, name);
    }
    if (result != 0) {
        int saved = errno;
        unlinkat(folder, temporary, 0);
        errno = saved;
    }
    return result;
}

/* A descriptor if the name is a terminal, a pipe or another device, which is written to rather than replaced; else
 * -1. */
static int open_device(int folder, const char *name) {
    struct stat st;
    bool device = fstatat(folder, name, &st, 0) == 0 && !S_ISREG(st.st_mode) && !S_ISDIR(st.st_mode);
    return device && !guard_distrusts(folder) ? openat(folder, name, O_WRONLY | O_NOCTTY | O_CLOEXEC) : -1;
}

static int write_new(int folder, const char *name, const void *data, size_t length, mode_t mode) {
    int device = open_device(folder, name);
    if (device >= 0) {
        int written = fd_write_all(device, data, length);
        return written == 0 ? close(device) : (fd_close_failed(device), -1);
    }
    struct strbuf temporary;
    strbuf_init(&temporary);
    int fd = open_beside(folder, name, mode, &temporary);
    int result = fd < 0 ? -1 : put_in_place(fd, fd_write_all(fd, data, length), folder, temporary.data, name);
    strbuf_free(&temporary);
    return result;
}

int file_write(const char *path, const void *data, size_t length, mode_t mode, struct error *e) {
    const char *name;
    int folder = guard_open_parent(path, &name, e);
    if (folder < 0) {
        return -1;
    }
    int result = write_new(folder, name, data, length, mode);
    fd_close_failed(folder);
    return result == 0 ? 0 : error_errno(e, "cannot write", path);
}

bool file_exists(const char *path) {
    struct stat st;
    return stat(path, &st) == 0;
}

bool file_is_directory(const char *path) {
    struct stat st;
    return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

bool file_is_regular(const char *path) {
    struct stat st;
    return stat(path, &st) == 0 && S_ISREG(st.st_mode);
}

int file_mkdirs(const char *path, struct error *e) {
    int fd = guard_open_folder(path, true, e);
    return fd < 0 ? -1 : close(fd);
}

/* Before the entry is removed: a child process removes a large file, if a signal has ended the run. */
static void leave_large(int directory, const char *name) {
    if (interrupt_asked() && leftovers_is_large(directory, name)) {
        interrupt_hurry();
    }
}

/* Removes an entry of the open directory, even if the directory is ours but lacks write permission. */
static int unlink_in(int directory, const char *name, int flags) {
    struct stat st;
    leave_large(directory, name);
    int result = unlinkat(directory, name, flags);
    if (result != 0 && errno == EACCES && fstat(directory, &st) == 0 && !(st.st_mode & S_IWUSR) &&
        fchmod(directory, (st.st_mode & 07777) | S_IRWXU) == 0) {
        result = unlinkat(directory, name, flags);
    }
    return result;
}

/* Removes everything in the directory open at `fd`, which is taken over. `path` follows along for messages. The depth
 * is bounded by the longest paths that the system can create, and each level holds one descriptor. */
static int remove_children(int fd, struct strbuf *path, struct error *e) {
    DIR *dir = fdopendir(fd);
    if (dir == NULL) {
        fd_close_failed(fd);
        return error_errno(e, "cannot read", path->data);
    }
    int result = 0; /* of the last failure; whatever can be removed is removed */
    struct dirent *entry;
    size_t length = path->length;
    while ((errno = 0, entry = readdir(dir)) != NULL) {
        const char *name = entry->d_name;
        if (strcmp(name, ".") == 0 || strcmp(name, "..") == 0) {
            continue;
        }
        strbuf_addch(path, '/');
        strbuf_adds(path, name);
        if (entry->d_type == DT_DIR || unlink_in(dirfd(dir), name, 0) != 0) {
            if (entry->d_type == DT_DIR || errno == EISDIR || errno == EPERM) {
                int child = openat(dirfd(dir), name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
                /* Our own trees may hold directories copied without read permission. */
                if (child < 0 && errno == EACCES && fchmodat(dirfd(dir), name, 0700, 0) == 0) {
                    child = openat(dirfd(dir), name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
                }
                if (child < 0) {
                    result = errno == ENOENT ? result : error_errno(e, "cannot remove", path->data);
                } else if (remove_children(child, path, e) != 0) {
                    result = -1;
                } else if (unlink_in(dirfd(dir), name, AT_REMOVEDIR) != 0 && errno != ENOENT) {
                    result = error_errno(e, "cannot remove", path->data);
                }
            } else if (errno != ENOENT) {
                result = error_errno(e, "cannot remove", path->data);
            }
        }
        strbuf_truncate(path, length);
    }
    if (result == 0 && errno != 0) {
        result = error_errno(e, "cannot read", path->data);
    }
    closedir(dir);
    return result;
}

static int remove_tree(const char *path, struct error *e) {
    struct stat st;
    if (lstat(path, &st) != 0) {
        return errno == ENOENT ? 0 : error_errno(e, "cannot remove", path);
    }
    if (!S_ISDIR(st.st_mode)) {
        leave_large(AT_FDCWD, path);
        return unlink(path) == 0 || errno == ENOENT ? 0 : error_errno(e, "cannot remove", path);
    }
    int fd = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (fd < 0) {
        return error_errno(e, "cannot remove", path);
    }
    struct strbuf name;
    strbuf_init(&name);
    strbuf_adds(&name, path);
    int result = remove_children(fd, &name, e);
    strbuf_free(&name);
    if (result == 0 && rmdir(path) != 0 && errno != ENOENT) {
        result = error_errno(e, "cannot remove", path);
    }
    return result;
}

int file_remove_tree(const char *path, struct error *e) {
    if (remove_tree(path, NULL) == 0) {
        return 0;
    }
    /* Somebody may have added something in the meantime, or memory was short. */
    leftovers_remove_path(path);
    return remove_tree(path, e);
}

int file_copy_fd(int from, int to) {
    enum { KERNEL_COPY = 64 << 20 /* bytes between two checks whether to go on */ };
    if (ioctl(to, FICLONE, from) == 0) {
        return 0;
    }
    bool in_kernel = true;
    char *buffer = NULL;
    int result = 0;
    for (;;) {
        ssize_t n;
        if (interrupt_asked()) {
            errno = EINTR;
            result = -1;
            break;
        }
        if (in_kernel) {
            n = copy_file_range(from, NULL, to, NULL, KERNEL_COPY, 0);
            if (n < 0 && errno != EINTR && errno != ENOSPC && errno != EIO && errno != EDQUOT) {
                in_kernel = false; /* another file system, or impossible for this file: continue by hand */
                continue;
            }
            if (n == 0) {
                in_kernel = false; /* some file systems (proc) report the end at once: let read decide */
                continue;
            }
        } else {
            if (buffer == NULL) {
                buffer = mem_alloc(COPY_BUFFER);
            }
            n = read(from, buffer, COPY_BUFFER);
            if (n > 0 && fd_write_all(to, buffer, (size_t)n) != 0) {
                result = -1;
                break;
            }
            if (n == 0) {
                break;
            }
        }
        if (n < 0 && errno != EINTR) {
            result = -1;
            break;
        }
        progress_add(n > 0 ? (unsigned long long)n : 0);
    }
    int saved = errno;
    free(buffer);
    errno = saved;
    return result;
}

/* Copies the open file `in` to `name` in the folder. */
static int copy_new(int in, int folder, const char *name) {
    struct stat st;
    if (fstat(in, &st) != 0) {
        return -1;
    }
    struct strbuf temporary;
    strbuf_init(&temporary);
    int out = open_beside(folder, name, st.st_mode, &temporary);
    int result = out < 0 ? -1 : file_copy_fd(in, out);
    if (result == 0) {
        result = fchmod(out, st.st_mode & 07777);
    }
    result = out < 0 ? -1 : put_in_place(out, result, folder, temporary.data, name);
    strbuf_free(&temporary);
    return result;
}

int file_copy(const char *from, const char *to, struct error *e) {
    int in = guard_open(AT_FDCWD, from, O_RDONLY | O_CLOEXEC);
    if (in < 0) {
        return error_errno(e, "cannot read", from);
    }
    const char *name;
    int folder = guard_open_parent(to, &name, e);
    if (folder < 0) {
        close(in);
        return -1;
    }
    int result = copy_new(in, folder, name);
    fd_close_failed(folder);
    fd_close_failed(in);
    if (result != 0) {
        int saved = errno;
        struct strbuf what;
        strbuf_init(&what);
        strbuf_addf(&what, "cannot copy %s to", from);
        errno = saved;
        error_errno(e, what.data, to);
        strbuf_free(&what);
        return -1;
    }
    return 0;
}

ssize_t file_read_full(int fd, void *buffer, size_t size) {
    size_t done = 0;
    while (done < size) {
        ssize_t n = read(fd, (char *)buffer + done, size - done);
        if (n < 0 && errno == EINTR) {
            continue;
        }
        if (n < 0) {
            return -1;
        }
        if (n == 0) {
            break;
        }
        done += (size_t)n;
    }
    return (ssize_t)done;
}

int file_equal(const char *a, const char *b, struct error *e) {
    struct stat a_stat, b_stat;
    int a_fd = open_regular(a, &a_stat, e);
    int b_fd = a_fd < 0 ? -1 : open_regular(b, &b_stat, e);
    int result = -1;
    if (b_fd >= 0) {
        if (a_stat.st_dev == b_stat.st_dev && a_stat.st_ino == b_stat.st_ino) {
            result = 1;
        } else if (a_stat.st_size != b_stat.st_size) {
            result = 0;
        } else {
            char *buffer = mem_alloc(2 * (size_t)COPY_BUFFER);
            for (;;) {
                ssize_t n = file_read_full(a_fd, buffer, COPY_BUFFER);
                ssize_t m = n < 0 ? n : file_read_full(b_fd, buffer + COPY_BUFFER, COPY_BUFFER);
                if (n < 0 || m < 0) {
                    error_errno(e, "cannot read", n < 0 ? a : b);
                    break;
                }
                if (n != m || memcmp(buffer, buffer + COPY_BUFFER, (size_t)n) != 0) {
                    result = 0;
                    break;
                }
                if (n < COPY_BUFFER) {
                    result = 1;
                    break;
                }
            }
            free(buffer);
        }
    }
    if (a_fd >= 0) {
        close(a_fd);
    }
    if (b_fd >= 0) {
        close(b_fd);
    }
    return result;
}

char *file_realpath(struct arena *a, const char *path, struct error *e) {
    char *resolved = realpath(path, NULL);
    if (resolved == NULL) {
        error_errno(e, "cannot resolve", path);
        return NULL;
    }
    char *copy = arena_strdup(a, resolved);
    free(resolved);
    return copy;
}

char *file_readlink(struct arena *a, const char *path, struct error *e) {
    size_t size = 128;
    for (;;) {
        char *text = arena_alloc(a, size);
        ssize_t n = readlink(path, text, size);
        if (n < 0) {
            error_errno(e, "cannot read link", path);
            return NULL;
        }
        if ((size_t)n < size) {
            text[n] = '\0';
            return text;
        }
        size *= 2;
    }
}

static int compare_names(const void *a, const void *b) {
    const char *x = *(const char *const *)a, *y = *(const char *const *)b;
    return utf8_compare_utf16(x, strlen(x), y, strlen(y));
}

int file_list(struct arena *a, const char *path, const char ***names, size_t *count, struct error *e) {
    *names = NULL;
    *count = 0;
    int fd = guard_open(AT_FDCWD, path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    DIR *dir = fd < 0 ? NULL : fdopendir(fd);
    if (dir == NULL) {
        if (fd >= 0) {
            fd_close_failed(fd);
        }
        return error_errno(e, "cannot read", path);
    }
    size_t capacity = 0;
    struct dirent *entry;
    while ((errno = 0, entry = readdir(dir)) != NULL) {
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0) {
            continue;
        }
        if (*count == capacity) {
            capacity = capacity ? 2 * capacity : 32;
            const char **more = arena_alloc(a, capacity * sizeof *more);
            if (*count > 0) {
                memcpy(more, *names, *count * sizeof *more);
            }
            *names = more;
        }
        (*names)[(*count)++] = arena_strdup(a, entry->d_name);
    }
    int result = errno == 0 ? 0 : error_errno(e, "cannot read", path);
    closedir(dir);
    if (*count > 1) {
        qsort(*names, *count, sizeof **names, compare_names);
    }
    return result;
}

int file_rename(const char *from, const char *to, struct error *e) {
    if (rename(from, to) == 0) {
        return 0;
    }
    int saved = errno;
    struct strbuf what;
    strbuf_init(&what);
    strbuf_addf(&what, "cannot rename %s to", from);
    errno = saved;
    error_errno(e, what.data, to);
    strbuf_free(&what);
    return -1;
}

char *file_mkdtemp(struct arena *a, const char *prefix, struct error *e) {
    char *name = arena_printf(a, "%sXXXXXX", prefix);
    if (mkdtemp(name) == NULL) {
        error_errno(e, "cannot create directory", prefix);
        return NULL;
    }
    return name;
}

void file_spread(const char *path) {
    int saved = errno, flags;
    int fd = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (fd >= 0 && ioctl(fd, FS_IOC_GETFLAGS, &flags) == 0) {
        flags |= FS_TOPDIR_FL;
        (void)ioctl(fd, FS_IOC_SETFLAGS, &flags);
    }
    if (fd >= 0) {
        close(fd);
    }
    errno = saved;
}
