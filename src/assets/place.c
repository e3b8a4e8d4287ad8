/* Output folders in which assets are staged: see place.h. */
#include "assets/place.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/claim.h"
#include "base/file.h"
#include "base/interrupt.h"
#include "base/leftovers.h"
#include "base/path.h"

/* A file of a staged asset: where it is, and what it was when its content was known. */
struct copy {
    const char *path;
    struct stat status;
    struct content_hash content;
};

struct asset {
    const char *path;
    const char *way; /* to it, through the open folder */
    bool placed;
};

/* Exists from the first asset until the assembly is complete or given up. */
struct folder {
    const char *path;
    struct folder *next;
};

struct place {
    struct arena arena;
    const char *outdir;
    struct claim *claim;
    ino_t inode; /* of the folder as it was claimed */
    const char *area;
    bool holds_older; /* it contained assets when it was claimed */
    struct known *known;
    struct asset *assets; /* what this run has put in, or verified */
    size_t count, room, placed_count;
    struct copy *copies;
    size_t copy_count, copy_room;
    struct folder *folders; /* made by place_new_folder */
    struct place *next;
};

static _Thread_local struct place *places;

struct place *place_find(const char *outdir) {
    struct place *place = places;
    while (place != NULL && strcmp(place->outdir, outdir) != 0) {
        place = place->next;
    }
    return place;
}

static bool holds_assets(const char *outdir) {
    bool found = false;
    DIR *dir = opendir(outdir);
    if (dir != NULL) {
        struct dirent *entry;
        while (!found && (entry = readdir(dir)) != NULL) {
            found = strncmp(entry->d_name, "asset.", 6) == 0;
        }
        closedir(dir);
    }
    return found;
}

struct place *place_open(const char *outdir, struct error *e) {
    struct place *place = place_find(outdir);
    if (place != NULL) {
        return place;
    }
    struct claim *claim = claim_folder(outdir, e);
    if (claim == NULL) {
        return NULL;
    }
    place = mem_calloc(1, sizeof *place);
    place->outdir = arena_strdup(&place->arena, outdir);
    place->claim = claim;
    struct stat st;
    place->inode = fstat(claim_fd(claim), &st) == 0 ? st.st_ino : 0;
    place->holds_older = holds_assets(claim_place(claim));
    place->known = known_load(claim_place(claim));
    place->next = places;
    places = place;
    return place;
}

/* A name for something unfinished, unique among forked processes too. NULL with *e. */
const char *place_temporary(struct place *place, struct arena *a, struct error *e) {
    static atomic_uint counter;
    if (place->area == NULL) {
        place->area = claim_area(place->claim, &place->arena, e);
    }
    return place->area == NULL
               ? NULL
               : arena_printf(a, "%s/%ld-%u", place->area, (long)getpid(), atomic_fetch_add(&counter, 1));
}

const char *place_new_folder(struct place *place, const char *name, struct error *e) {
    const char *path = path_join(&place->arena, claim_place(place->claim), name);
    if (claim_check_at(place->claim, place->outdir, e) != 0 || (file_exists(path) && file_remove_tree(path, e) != 0) ||
        file_mkdirs(path, e) != 0) {
        return NULL;
    }
    leftovers_note(path, LEFTOVER_TREE);
    struct folder *folder = arena_alloc(&place->arena, sizeof *folder);
    *folder = (struct folder){path, place->folders};
    place->folders = folder;
    return path_join(&place->arena, place->outdir, name); /* other programs need its name */
}

void place_close(struct place *place) {
    struct place **link = &places;
    while (*link != place) {
        link = &(*link)->next;
    }
    *link = place->next;
    if (place->area != NULL) {
        (void)file_remove_tree(place->area, NULL);
    }
    for (const struct folder *folder = place->folders; folder != NULL; folder = folder->next) {
        if (file_exists(folder->path)) {
            (void)file_remove_tree(folder->path, NULL);
        }
        leftovers_forget(folder->path);
    }
    free(place->assets);
    free(place->copies);
    known_free(place->known);
    claim_release(place->claim);
    arena_free(&place->arena);
    free(place);
}

static const char *name_in(const struct place *place, const char *path) {
    size_t n = strlen(place->outdir);
    return strncmp(path, place->outdir, n) == 0 && path[n] == '/' && strchr(path + n + 1, '/') == NULL ? path + n + 1
                                                                                                       : NULL;
}

const char *place_way(const struct place *place, struct arena *a, const char *path) {
    size_t n = strlen(place->outdir);
    bool below = strncmp(path, place->outdir, n) == 0 && path[n] == '/';
    return below ? arena_printf(a, "%s%s", claim_place(place->claim), path + n) : path;
}

void place_note(struct place *place, const char *path, bool placed) {
    const char *name = name_in(place, path);
    if (name == NULL) {
        return;
    }
    if (place->count == place->room) {
        place->room = place->room ? 2 * place->room : 16;
        place->assets = mem_resize(place->assets, place->room, sizeof *place->assets);
    }
    place->assets[place->count++] =
        (struct asset){arena_strdup(&place->arena, path), place_way(place, &place->arena, path), placed};
    place->placed_count += placed;
    if (placed) {
        leftovers_note(place->assets[place->count - 1].way, LEFTOVER_TREE);
    }
    claim_note(place->claim, name, placed);
}

/* Whether this run has already put the asset there, or verified it. */
bool place_has(struct place *place, const char *path) {
    const char *name = name_in(place, path);
    return name != NULL && claim_use_of(place->claim, name) != CLAIM_UNUSED;
}

void place_note_copy(struct place *place, const char *path, const struct stat *status,
                     const struct content_hash *content) {
    if (place->copy_count == place->copy_room) {
        place->copy_room = place->copy_room ? 2 * place->copy_room : 64;
        place->copies = mem_resize(place->copies, place->copy_room, sizeof *place->copies);
    }
    place->copies[place->copy_count++] = (struct copy){arena_strdup(&place->arena, path), *status, *content};
}

struct known *place_known(struct place *place) {
    return place->known;
}

bool place_holds_older(const struct place *place) { return place->holds_older; }

bool place_is_unused(const struct place *place) { return place->count == 0; }

/* ---- putting assets in place ------------------------------------------------------------------------------------- */

/* Moves something complete to its name, replacing what may be there. */
static int put(struct place *place, const char *from, const char *target, bool *replaced, struct error *e) {
    *replaced = false;
    if (renameat2(AT_FDCWD, from, AT_FDCWD, target, RENAME_NOREPLACE) == 0) {
        return 0;
    }
    if (errno == EINVAL && !file_exists(target)) { /* a file system that does not support flags */
        return rename(from, target) == 0 ? 0 : error_errno(e, "cannot create", target);
    }
    if (errno != EEXIST && errno != EINVAL) {
        return error_errno(e, "cannot create", target);
    }
    *replaced = true;
    if (renameat2(AT_FDCWD, from, AT_FDCWD, target, RENAME_EXCHANGE) == 0) {
        return file_remove_tree(from, e);
    }
    struct arena arena = ARENA_INIT;
    const char *away = place_temporary(place, &arena, e);
    int result = away == NULL ? -1 : 0;
    if (result == 0 && (rename(target, away) != 0 || rename(from, target) != 0)) {
        result = error_errno(e, "cannot replace", target);
    }
    arena_free(&arena);
    return result;
}

int place_put(struct place *place, const char *from, const char *target, struct error *e) {
    bool replaced;
    struct arena arena = ARENA_INIT;
    interrupt_hold();
    int result = put(place, place_way(place, &arena, from), place_way(place, &arena, target), &replaced, e);
    arena_free(&arena);
    if (result == 0) {
        place_note(place, target, !replaced);
    }
    interrupt_release();
    return result;
}

/* ---- the end of a run -------------------------------------------------------------------------------------------- */

enum { PATIENCE_BYTES = 16 * 1024 * 1024, PATIENCE_NS = 25 * 1000 * 1000 };

/* Adding or removing hard links changes a file's status, but not its content. */
static bool is_same_content(const struct stat *a, const struct stat *b) {
    return S_ISREG(b->st_mode) && a->st_dev == b->st_dev && a->st_ino == b->st_ino && a->st_size == b->st_size &&
           a->st_mtim.tv_sec == b->st_mtim.tv_sec && a->st_mtim.tv_nsec == b->st_mtim.tv_nsec;
}

/* Notes the copies as they are now; returns the number of bytes in those that were changed too recently. */
static unsigned long long note_copies(struct place *place) {
    unsigned long long racy = 0;
    for (size_t i = 0; i < place->copy_count; i++) {
        struct copy *copy = &place->copies[i];
        struct stat status;
        struct timespec now;
        clock_gettime(CLOCK_REALTIME, &now);
        if (lstat(copy->path, &status) == 0 && is_same_content(&copy->status, &status) &&
            !known_note(place->known, &status, &copy->content, now)) {
            racy += (unsigned long long)status.st_size;
        }
    }
    return racy;
}

static bool was_exchanged(const struct place *place) {
    struct stat st;
    return fstat(claim_fd(place->claim), &st) != 0 || st.st_ino != place->inode;
}

static void save_known(struct place *place) {
    if (place->placed_count > 0 || was_exchanged(place)) {
        /* Waiting for the clock is quicker than reading that much again next time. */
        if (note_copies(place) >= PATIENCE_BYTES && nanosleep(&(struct timespec){.tv_nsec = PATIENCE_NS}, NULL) == 0) {
            (void)note_copies(place);
        }
    }
    known_save(place->known, claim_place(place->claim));
}

void places_keep(void) {
    while (places != NULL) {
        for (size_t i = places->count; i-- > 0;) {
            if (places->assets[i].placed) {
                leftovers_forget(places->assets[i].way);
            }
        }
        save_known(places);
        claim_keep(places->claim);
        place_close(places);
    }
}

void places_undo(void) {
    while (places != NULL) {
        for (size_t i = places->count; i-- > 0;) {
            if (places->assets[i].placed) {
                (void)file_remove_tree(places->assets[i].way, NULL);
                leftovers_forget(places->assets[i].way);
            }
        }
        place_close(places);
    }
}

const char *place_asset_at(const struct place *place, size_t i, bool *placed) {
    if (i >= place->count) {
        return NULL;
    }
    *placed = place->assets[i].placed;
    return place->assets[i].path;
}
