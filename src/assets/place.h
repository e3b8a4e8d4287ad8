/* An output folder in which a run stages assets: claimed from the first asset until the assembly is complete or given
 * up, with an area for what is unfinished, what is known of files, and what the run has put there. */
#ifndef LUACDK_ASSETS_PLACE_H
#define LUACDK_ASSETS_PLACE_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/stat.h>

#include "assets/known.h"
#include "base/arena.h"
#include "base/error.h"

struct place;

/* The place of that folder (an absolute path) in this run, which is claimed, and made if it is missing. NULL and *e. */
struct place *place_open(const char *outdir, struct error *e);

/* The same if it is open already, else NULL. */
struct place *place_find(const char *outdir);

/* Gives a place up whose assets are of no concern any more. */
void place_close(struct place *place);

struct known *place_known(struct place *place);

/* Whether there were assets in it when it was opened; whether this run has staged none. */
bool place_holds_older(const struct place *place);
bool place_is_unused(const struct place *place);

/* A path in the area for something unfinished, unique also among forked processes. NULL and *e. */
const char *place_temporary(struct place *place, struct arena *a, struct error *e);

/* A new empty folder of that name in the output, for something unfinished that depends on where it lies; it goes away
 * with the end of the run, however that ends. NULL and *e. */
const char *place_new_folder(struct place *place, const char *name, struct error *e);

/* Gives what is complete its name, in the place of what may be there, and notes that. */
int place_put(struct place *place, const char *from, const char *target, struct error *e);

/* Notes that the asset at the path is part of what this run makes: put there by it, or found whole. */
void place_note(struct place *place, const char *path, bool placed);

/* Whether it has been noted. */
bool place_has(struct place *place, const char *path);

/* The path of one of the assets noted, valid until more are; NULL behind the last. */
const char *place_asset_at(const struct place *place, size_t i, bool *placed);

/* Notes a file of a staged asset, with its status at the time at which that was its content: known from then on. */
void place_note_copy(struct place *place, const char *path, const struct stat *status,
                     const struct content_hash *content);

/* For all places: the assembly is complete; or it is given up, and what was put in place is removed. */
void places_keep(void);
void places_undo(void);

#endif
