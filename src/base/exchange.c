/* Exchanging generations of files: see exchange.h. */
#include "base/exchange.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/xattr.h>
#include <unistd.h>

#include "base/fd.h"
#include "base/file.h"
#include "base/path.h"
#include "base/recover.h"

static bool exists_at(int folder, const char *name) {
    struct stat status;
    return fstatat(folder, name, &status, AT_SYMLINK_NOFOLLOW) == 0;
}

/* ---- a new generation beside the old ------------------------------------------------------------------------------
 */

struct job {
    struct arena arena;
    struct claim *claim;
    int folder;
    const char *area, *next; /* the area, and the folder in it with the new files */
    struct exchange_item *items;
    size_t count;
    const char *head;
    bool foreign; /* the area contains something of somebody else */
    struct error *error;
};

static const char *below(struct job *job, const char *folder, const char *name) {
    return arena_printf(&job->arena, "%s/%s", folder, name);
}

static const char *target(struct job *job, const char *name) { return below(job, claim_place(job->claim), name); }

/* Fails because of errno; messages have the file's path, not the way to it. */
static int fail(struct job *job, const char *what, const char *name) {
    int code = errno;
    const char *path = below(job, claim_path(job->claim), name);
    errno = code;
    return error_errno(job->error, what, path);
}

static int link_tree(int from, int to);

static int link_folder(int from, int to, const char *name) {
    struct stat status;
    int inner = fd_open_folder(from, name);
    if (inner < 0) {
        return -1;
    }
    int result = fstat(inner, &status);
    bool made = result == 0 && mkdirat(to, name, 0700) == 0;
    int copy = result == 0 && (made || errno == EEXIST) ? fd_open_folder(to, name) : -1;
    result = copy < 0 ? -1 : link_tree(inner, copy);
    if (result == 0 && made) {
        result = fchmod(copy, status.st_mode & 07777);
    }
    if (copy >= 0) {
        close(copy);
    }
    close(inner);
    return result;
}

static int link_entry(int from, int to, const char *name, unsigned char type) {
    struct stat status;
    if (type == DT_UNKNOWN && fstatat(from, name, &status, AT_SYMLINK_NOFOLLOW) == 0) {
        type = (unsigned char)IFTODT(status.st_mode);
    }
    if (type == DT_DIR) {
        return link_folder(from, to, name);
    }
    if (linkat(from, name, to, name, 0) == 0) {
        return 0;
    }
    bool replaced = errno == EEXIST && fstatat(to, name, &status, AT_SYMLINK_NOFOLLOW) == 0;
    return replaced && !S_ISDIR(status.st_mode) ? 0 : -1; /* a folder in the place of a file is an error */
}

/* Links everything in `from` into `to`, except what is already there. */
static int link_tree(int from, int to) {
    DIR *dir = fd_read_folder(from);
    if (!dir) {
        return -1;
    }
    int result = 0;
    struct dirent *entry;
    while (result == 0 && (entry = fd_next_entry(dir)) != NULL) {
        result = link_entry(from, to, entry->d_name, entry->d_type);
    }
    result = result == 0 && errno != 0 ? -1 : result;
    closedir(dir);
    return result;
}

static int by_name(const void *a, const void *b) {
    return strcmp(((const struct exchange_item *)a)->name, ((const struct exchange_item *)b)->name);
}

/* The item of that name at the top level. */
static const struct exchange_item *find_item(const struct job *job, const char *name) {
    return bsearch(&(struct exchange_item){.name = name}, job->items, job->count, sizeof *job->items, by_name);
}

/* Whether an entry can be moved to another folder: moving a folder writes its `..`. */
static bool is_movable(int folder, const char *name) {
    struct stat status;
    return fstatat(folder, name, &status, AT_SYMLINK_NOFOLLOW) != 0 || !S_ISDIR(status.st_mode) ||
           faccessat(folder, name, W_OK, AT_EACCESS) == 0;
}

/* Links into the new generation what it needs of the old one, entry by entry at the top level. Entries that this run
 * has written are noted in `placed`, to be moved later. */
static int fill(struct job *job, int next, const char **placed, size_t *placed_count) {
    DIR *dir = fd_read_folder(job->folder);
    if (!dir) {
        return -1;
    }
    int result = 0;
    struct dirent *entry;
    while (result == 0 && (entry = fd_next_entry(dir)) != NULL) {
        const char *name = entry->d_name;
        const struct exchange_item *item = find_item(job, name);
        enum claim_use use = claim_use_of(job->claim, name);
        bool is_new = item && item->kind == EXCHANGE_WHOLE;
        if (is_new) {
            continue;
        }
        if (use == CLAIM_PLACED) {
            placed[(*placed_count)++] = arena_strdup(&job->arena, name);
        } else if (use == CLAIM_USED || entry->d_type == DT_REG || exists_at(next, name)) {
            result = link_entry(job->folder, next, name, entry->d_type);
        } else if (!is_movable(job->folder, name)) {
            result = -1;
        }
    }
    result = result == 0 && errno != 0 ? -1 : result;
    closedir(dir);
    return result;
}

static size_t count_entries(int fd) {
    size_t count = 0;
    DIR *dir = fd_read_folder(fd);
    while (dir && fd_next_entry(dir)) {
        count++;
    }
    if (dir) {
        closedir(dir);
    }
    return count;
}

/* Whether the folder has an ACL or attributes that a new one would lack. */
static bool has_attributes(int fd) {
    char names[1024];
    ssize_t length = flistxattr(fd, names, sizeof names);
    for (ssize_t at = 0; at < length; at += (ssize_t)strlen(names + at) + 1) {
        if (strncmp(names + at, "security.selinux", 16) != 0) {
            return true;
        }
    }
    return length < 0 && errno != ENOTSUP;
}

static bool is_mount_point(int folder) {
    struct statx status;
    return statx(folder, "", AT_EMPTY_PATH, 0, &status) != 0 || !(status.stx_attributes_mask & STATX_ATTR_MOUNT_ROOT) ||
           status.stx_attributes & STATX_ATTR_MOUNT_ROOT;
}

/* Whether the folder may be exchanged as a whole. */
static bool is_exchangeable(struct job *job) {
    const char *path = claim_path(job->claim);
    return claim_is_on_folder(job->claim) && exists_at(job->folder, job->head) && !is_mount_point(job->folder) &&
           !path_is_within(path, path_cwd(&job->arena)) && !has_attributes(job->folder) &&
           access(claim_place_above(job->claim), W_OK | X_OK) == 0;
}

static int same_rights(int folder, int next) {
    struct stat status, own;
    if (fstat(folder, &status) != 0 || fstat(next, &own) != 0 ||
        ((own.st_uid != status.st_uid || own.st_gid != status.st_gid) &&
         fchown(next, status.st_uid, status.st_gid) != 0)) {
        return -1;
    }
    return fchmod(next, status.st_mode & 07777);
}

/* Moves the area beside the folder, and gives the new generation the name that shows whether it has been exchanged. */
static int move_beside(struct job *job, int next) {
    struct stat status;
    const char *place = recover_path_beside(&job->arena, claim_place_above(job->claim), claim_name(job->claim));
    if (fstat(next, &status) != 0 || renameat2(AT_FDCWD, job->area, AT_FDCWD, place, RENAME_NOREPLACE) != 0) {
        return -1;
    }
    job->area = place;
    const char *from = below(job, place, "next");
    job->next = from;
    const char *to = arena_printf(&job->arena, "%s/%ju", place, (uintmax_t)status.st_ino);
    if (rename(from, to) != 0) {
        return -1;
    }
    job->next = to;
    return 0;
}

static void move_placed(const char *const *placed, size_t count, int from, int to) {
    for (size_t i = 0; i < count; i++) {
        (void)renameat2(from, placed[i], to, placed[i], RENAME_NOREPLACE);
    }
}

static bool leads_to(const char *path, int fd) {
    struct stat there, here;
    return lstat(path, &there) == 0 && fstat(fd, &here) == 0 && there.st_ino == here.st_ino &&
           there.st_dev == here.st_dev;
}

/* Exchanges what is at both paths. If it was not the claimed folder that was at `folder`, since somebody put something
 * else there just now, exchanges them again and fails with ESTALE. */
static int exchange_with(struct job *job, const char *folder, int next) {
    enum { TRIES = 20 };
    if (renameat2(AT_FDCWD, job->next, AT_FDCWD, folder, RENAME_EXCHANGE) != 0) {
        return -1;
    }
    if (leads_to(job->next, job->folder)) {
        return 0;
    }
    for (int i = 0; i < TRIES && !leads_to(job->next, next); i++) {
        (void)renameat2(AT_FDCWD, job->next, AT_FDCWD, folder, RENAME_EXCHANGE);
    }
    job->foreign = !leads_to(job->next, next);
    errno = ESTALE;
    return -1;
}

/* 1: done; 0: another way is needed, and nothing has happened; -1: failure. */
static int exchange(struct job *job, int next) {
    const char **placed = arena_alloc(&job->arena, (count_entries(job->folder) + 1) * sizeof *placed);
    size_t placed_count = 0;
    if (same_rights(job->folder, next) != 0 || fill(job, next, placed, &placed_count) != 0 ||
        flock(next, LOCK_EX | LOCK_NB) != 0 || move_beside(job, next) != 0) {
        return 0;
    }
    move_placed(placed, placed_count, job->folder, next);
    const char *folder = below(job, claim_place_above(job->claim), claim_name(job->claim));
    if (exchange_with(job, folder, next) != 0) {
        bool taken = errno == ESTALE;
        move_placed(placed, placed_count, next, job->folder);
        return !taken ? 0
                      : error_set(job->error, "cannot write to the output folder %s: another took its place just now",
                                  claim_path(job->claim));
    }
    if (recover_rest(job->folder, next)) {
        (void)file_remove_tree(job->area, NULL);
    }
    return 1;
}

/* ---- one by one ---------------------------------------------------------------------------------------------------
 */

static int make_parent(const char *path, struct arena *a, struct error *e) {
    return file_mkdirs(path_dirname(a, path), e);
}

/* Moves the file of that name away to `was`, and `from` to its place. */
static int replace(struct job *job, const char *name, const char *from, const char *was) {
    const char *to = target(job, name);
    if (make_parent(to, &job->arena, job->error) != 0 || make_parent(was, &job->arena, job->error) != 0) {
        return -1;
    }
    if (rename(to, was) != 0 && errno != ENOENT) {
        return fail(job, "cannot replace", name);
    }
    if (rename(from, to) != 0) {
        fail(job, "cannot write", name);
        (void)rename(was, to);
        return -1;
    }
    return 0;
}

static void put_back(const char *from, const char *to, const char *was) {
    (void)rename(to, from);
    (void)rename(was, to);
}

/* Where an item comes from: files come from the folder that the next run would finish. */
static const char *source(struct job *job, const struct exchange_item *item) {
    if (item->kind == EXCHANGE_WHOLE) {
        return below(job, job->next, item->name);
    }
    return target(job, arena_printf(&job->arena, RECOVER_FINISH "/%s/%s",
                                    strcmp(item->name, job->head) == 0 ? "head" : "rest", item->name));
}

static int put_item(struct job *job, const struct exchange_item *item) {
    if (item->kind == EXCHANGE_FOLDER) {
        return file_mkdirs(target(job, item->name), job->error);
    }
    return replace(job, item->name, source(job, item),
                   below(job, job->area, arena_printf(&job->arena, "was/%s", item->name)));
}

static void put_item_back(struct job *job, const struct exchange_item *item) {
    if (item->kind != EXCHANGE_FOLDER) {
        put_back(source(job, item), target(job, item->name),
                 below(job, job->area, arena_printf(&job->arena, "was/%s", item->name)));
    }
}

/* Puts the files into the folder that the next run would finish. The previous head joins them unless there is a new
 * one. */
static int prepare_finish(struct job *job, bool new_head) {
    const char *prepared = below(job, job->area, "finish");
    const char *head_folder = below(job, prepared, "head");
    const char *head = below(job, head_folder, job->head);
    if (file_mkdirs(head_folder, job->error) != 0) {
        return -1;
    }
    if ((new_head && rename(below(job, job->next, job->head), head) != 0) ||
        rename(job->next, below(job, prepared, "rest")) != 0 || rename(prepared, target(job, RECOVER_FINISH)) != 0) {
        return error_errno(job->error, "cannot write to", claim_path(job->claim));
    }
    const char *to = target(job, job->head);
    const char *was = below(job, below(job, job->area, "was"), job->head);
    if (make_parent(was, &job->arena, job->error) != 0) {
        return -1;
    }
    if (rename(to, new_head ? was : target(job, arena_printf(&job->arena, RECOVER_FINISH "/head/%s", job->head))) !=
            0 &&
        errno != ENOENT) {
        return fail(job, "cannot replace", job->head);
    }
    return 0;
}

/* How far the moves have come. */
struct progress {
    size_t done; /* items that are in place */
    bool finishing, new_head;
};

/* Where the previous head waits unless a new one replaces it. */
static const char *kept_head(struct job *job) {
    return target(job, arena_printf(&job->arena, RECOVER_FINISH "/head/%s", job->head));
}

static int put_all(struct job *job, struct progress *progress) {
    for (; progress->done < job->count; progress->done++) {
        const struct exchange_item *item = &job->items[progress->done];
        if (!progress->finishing && item->kind != EXCHANGE_WHOLE) {
            progress->finishing = true;
            if (prepare_finish(job, progress->new_head) != 0) {
                return -1;
            }
        }
        if (put_item(job, item) != 0) {
            return -1;
        }
    }
    const char *head = target(job, job->head);
    if (progress->finishing && !progress->new_head && rename(kept_head(job), head) != 0 && errno != ENOENT) {
        return fail(job, "cannot write", job->head);
    }
    return 0;
}

static void put_all_back(struct job *job, const struct progress *progress) {
    const char *head = target(job, job->head);
    for (size_t i = progress->done; i-- > 0;) {
        put_item_back(job, &job->items[i]);
    }
    if (progress->finishing && !file_exists(head)) {
        (void)rename(progress->new_head ? below(job, below(job, job->area, "was"), job->head) : kept_head(job), head);
    }
}

/* Whole folders first, the head last. */
static int rank(const struct exchange_item *item, const char *head) {
    return item->kind == EXCHANGE_WHOLE ? 0 : strcmp(item->name, head) != 0 ? 1 : 2;
}

static void order_items(struct job *job) {
    struct exchange_item *ordered = arena_alloc(&job->arena, (job->count + 1) * sizeof *ordered);
    size_t count = 0;
    for (int which = 0; which <= 2; which++) {
        for (size_t i = 0; i < job->count; i++) {
            if (rank(&job->items[i], job->head) == which) {
                ordered[count++] = job->items[i];
            }
        }
    }
    job->items = ordered;
}

static int one_by_one(struct job *job) {
    struct progress progress = {.new_head = find_item(job, job->head) != NULL};
    order_items(job);
    int result = put_all(job, &progress);
    if (result != 0) {
        put_all_back(job, &progress);
    }
    if (progress.finishing) {
        (void)file_remove_tree(target(job, RECOVER_FINISH), NULL);
    }
    if (result == 0) {
        (void)file_remove_tree(job->area, NULL);
    }
    return result;
}

/* A single file is complete at any moment. */
static int put_alone(struct job *job) {
    const char *name = job->items[0].name;
    const char *to = target(job, name);
    if (make_parent(to, &job->arena, job->error) != 0) {
        return -1;
    }
    if (rename(below(job, job->next, name), to) != 0) {
        return fail(job, "cannot write", name);
    }
    (void)file_remove_tree(job->area, NULL);
    return 0;
}

/* ---- the commit ---------------------------------------------------------------------------------------------------
 */

static int make_folders(struct job *job) {
    for (size_t i = 0; i < job->count; i++) {
        if (job->items[i].kind == EXCHANGE_FOLDER &&
            file_mkdirs(below(job, job->next, job->items[i].name), job->error) != 0) {
            return -1;
        }
    }
    return 0;
}

static int commit(struct job *job) {
    qsort(job->items, job->count, sizeof *job->items, by_name);
    if (job->count == 1 && job->items[0].kind == EXCHANGE_FILE) {
        return put_alone(job);
    }
    if (is_exchangeable(job)) {
        if (make_folders(job) != 0) {
            return -1;
        }
        int next = fd_open_folder(AT_FDCWD, job->next);
        int exchanged = next < 0 ? 0 : exchange(job, next);
        if (exchanged > 0) {
            claim_exchanged(job->claim, next);
            return 0;
        }
        if (next >= 0) {
            close(next);
        }
        if (exchanged < 0) {
            return -1;
        }
    }
    return one_by_one(job);
}

int exchange_commit(struct claim *claim, const char *area, struct exchange_item *items, size_t count, const char *head,
                    struct error *e) {
    struct job job = {.claim = claim,
                      .folder = claim_fd(claim),
                      .area = area,
                      .items = items,
                      .count = count,
                      .head = head,
                      .error = e};
    job.next = below(&job, area, "next");
    int result = commit(&job);
    if (result != 0 && job.area != area && !job.foreign) {
        (void)file_remove_tree(job.area, NULL); /* by now it is beside the folder */
    }
    arena_free(&job.arena);
    if (result == 0) {
        claim_committed(claim);
    }
    return result;
}
