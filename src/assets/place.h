/* An output folder in which a run stages assets: claimed from the first asset until the assembly is complete or given
 * up, with an area for unfinished assets, what is known of files, and a list of what the run has put there. */
#ifndef LUACDK_ASSETS_PLACE_H
#define LUACDK_ASSETS_PLACE_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/stat.h>

#include "assets/known.h"
#include "base/arena.h"
#include "base/error.h"

struct place;

/* The place for that folder (an absolute path); claims the folder and creates it if it is missing. NULL with *e. */
struct place *place_open(const char *outdir, struct error *e);

/* The same if it is already open, else NULL. */
struct place *place_find(const char *outdir);

/* Closes a place whose assets no longer matter. */
void place_close(struct place *place);

struct known *place_known(struct place *place);

/* Whether the folder contained assets when it was opened; whether this run has staged none. */
bool place_holds_older(const struct place *place);
bool place_is_unused(const struct place *place);

/* A path in the area for something unfinished, unique among forked processes too. NULL with *e. */
const char *place_temporary(struct place *place, struct arena *a, struct error *e);

/* The path to use for `path`, an asset in the folder or something below one: through the open folder. From the arena. */
const char *place_way(const struct place *place, struct arena *a, const char *path);

/* Creates an empty folder of that name in the output, for unfinished work whose result depends on its place. It is
 * removed when the run ends, however it ends. NULL with *e. */
const char *place_new_folder(struct place *place, const char *name, struct error *e);

/* Moves something complete to its name, replacing what may be there, and notes it. */
int place_put(struct place *place, const char *from, const char *target, struct error *e);

/* Notes that the asset at the path is part of this run's output: put there by it, or found complete. */
void place_note(struct place *place, const char *path, bool placed);

/* Whether it has been noted. */
bool place_has(struct place *place, const char *path);

/* The path of the i-th noted asset, valid until more are noted; NULL after the last. */
const char *place_asset_at(const struct place *place, size_t i, bool *placed);

/* Notes a file of a staged asset and the status it had with that content, so that the content is known from now on. */
void place_note_copy(struct place *place, const char *path, const struct stat *status,
                     const struct content_hash *content);

/* For all places: the assembly is complete; or it is given up, and what was put in place is removed. */
void places_keep(void);
void places_undo(void);

#endif
