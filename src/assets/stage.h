/* Puts assets into the folder of the cloud assembly, under a name made of their content hash.
 *
 *   <outdir>/asset.<hash>          a directory
 *   <outdir>/asset.<hash><ext>     a file; <ext> by the extension rule
 *
 * The hash is that of the very bytes that were copied: each buffer goes both to the hash and to the copy, in an area of
 * the run (base/claim.h), and the copy gets its name when it is complete. A file that does not stop changing while it
 * is read is refused.
 *
 * An asset that is already there, whoever put it there, is reused if its files have the contents that the name stands
 * for and the source's permissions; otherwise it is replaced. Neither sources nor copies are read again if they have
 * not changed since they were last read (assets/known.h). Assets named by a hash of the user's are compared as well, so
 * a second run gives the same result as a first one. A bundled asset is named after its input: it is reused if it is
 * what an earlier run is known to have produced.
 *
 * The output folder is claimed for the run from the first asset to stage_keep or stage_undo. */
#ifndef LUACDK_ASSETS_STAGE_H
#define LUACDK_ASSETS_STAGE_H

#include <stdbool.h>
#include <stddef.h>

#include "assets/fingerprint.h"
#include "base/arena.h"
#include "base/error.h"

struct stage_request {
    const char *source;
    const char *outdir;    /* created if missing; may be NULL with disable_copy */
    const char *hash;      /* the asset hash if it is already known, else NULL: use the fingerprint of the source */
    const char *extension; /* overrides the extension rule unless NULL */
    bool disable_copy;     /* compute only the hash: the staged path is the source */
    struct fingerprint_options options; /* `skip` is set by stage_asset */
};

struct stage_result {
    const char *hash;
    const char *path; /* absolute */
    const char *extension;
    bool is_directory;
    bool copied; /* this call wrote the target */
};

/* Fills `result` from the arena; on failure -1 with *e, and nothing is left in outdir. */
int stage_asset(struct arena *a, const struct stage_request *request, struct stage_result *result, struct error *e);

/* A run that fails leaves no asset behind: stage_undo removes those put in place since the last stage_keep, and the
 * output folder if it was created for them. Call stage_keep when an assembly is complete. */
void stage_keep(void);
void stage_undo(void);

/* The i-th asset that this run has put into the output folder (`placed`), or has verified there, since the last
 * stage_keep: its absolute path, valid until more are staged; NULL after the last. */
const char *stage_asset_at(const char *outdir, size_t i, bool *placed);

/* Claims the folder before forking processes that stage in it; the parent ends that claim. */
int stage_prepare(const char *outdir, struct error *e);

/* Takes over an asset that a forked process has put in place, or has only reused. */
void stage_adopt(const char *path, bool placed);

/* A new folder of that name for an unfinished asset, removed at the end of the run; from the arena, or NULL with *e. */
char *stage_new_folder(struct arena *a, const char *outdir, const char *name, struct error *e);

/* Moves something complete to its name in the output folder, replacing what is there. */
int stage_put(const char *from, const char *target, struct error *e);

/* Notes the content of a bundled asset, and checks whether it is still the same. */
int stage_note_bundle(const char *path, struct error *e);
bool stage_is_bundle(const char *path);

/* Fails if the directory contains an external link that is not ignored: the rule of follow mode internal-only. */
int stage_check_links(const char *path, const struct fingerprint_options *options, struct error *e);

/* Copies a directory as FileSystem.copyDirectory does: entries that are not ignored, links according to the follow mode
 * (a link into the tree becomes relative), with permission bits. `to` is created if missing, and files in it are
 * replaced. */
int copy_directory(const char *from, const char *to, const struct fingerprint_options *options, struct error *e);

/* The extension rule: one of .tar.gz .zip .jar .tar .tgz in lower case, else the last extension as written, else "". */
const char *asset_extension(struct arena *a, const char *path);
bool asset_is_archive_extension(const char *extension);

#endif
