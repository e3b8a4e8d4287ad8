/* Putting assets into the folder of the cloud assembly, under a name made of their content hash.
 *
 *   <outdir>/asset.<hash>          a directory
 *   <outdir>/asset.<hash><ext>     a file; <ext> by the extension rule
 *
 * A name is that of the very bytes that were copied: they go to the hash and to the copy from the same buffer, into an
 * area of the run (base/claim.h), and the copy gets its name when it is complete. A file that does not stop changing
 * while it is read is refused.
 *
 * An asset that is there already, from an earlier run or from anybody, is used when its files have the contents that
 * the name stands for, and the permissions of the source's, and made anew otherwise. What has not changed since it was last read is not read again
 * (assets/known.h), neither source nor copy. What a user's own hash names is compared as well, so that a second run
 * gives what a first one would. A bundled asset is named by what went in: it is used when it is what an earlier run is
 * known to have made.
 *
 * The output folder is claimed for the run with the first asset, until stage_keep or stage_undo. */
#ifndef LUACDK_ASSETS_STAGE_H
#define LUACDK_ASSETS_STAGE_H

#include <stdbool.h>
#include <stddef.h>

#include "assets/fingerprint.h"
#include "base/arena.h"
#include "base/error.h"

struct stage_request {
    const char *source;
    const char *outdir;    /* created when missing; may be NULL with disable_copy */
    const char *hash;      /* the asset hash when it is known already, else NULL: fingerprint of the source */
    const char *extension; /* overrides the extension rule when not NULL */
    bool disable_copy;     /* only the hash is wanted: the staged path is the source */
    struct fingerprint_options options; /* `skip` is set by stage_asset */
};

struct stage_result {
    const char *hash;
    const char *path; /* absolute */
    const char *extension;
    bool is_directory;
    bool copied; /* this call wrote the target */
};

/* Fills `result` from the arena; -1 and *e on failure, with nothing left in outdir. */
int stage_asset(struct arena *a, const struct stage_request *request, struct stage_result *result, struct error *e);

/* A run that fails leaves no asset behind: stage_undo removes those that were put in place since the last stage_keep,
 * and the output folder if it was created for them; stage_keep is for an assembly that is complete. */
void stage_keep(void);
void stage_undo(void);

/* The assets that this run has put into the output folder since the last stage_keep (`placed`), or made sure of: the
 * absolute path of one, valid until more are; NULL behind the last. */
const char *stage_asset_at(const char *outdir, size_t i, bool *placed);

/* Claims the folder before processes are forked that stage in it; their parent ends that. */
int stage_prepare(const char *outdir, struct error *e);

/* Takes over what a forked process has put in place, or has only made use of. */
void stage_adopt(const char *path, bool placed);

/* A new folder of that name for an asset in the making, which goes away at the end; from the arena, or NULL and *e. */
char *stage_new_folder(struct arena *a, const char *outdir, const char *name, struct error *e);

/* Gives what is complete its name in the output folder, in the place of what is there. */
int stage_put(const char *from, const char *target, struct error *e);

/* Notes what a bundled asset consists of, and tells whether it still does. */
int stage_note_bundle(const char *path, struct error *e);
bool stage_is_bundle(const char *path);

/* Error when the directory holds an external link that is not ignored: the rule of follow mode internal-only. */
int stage_check_links(const char *path, const struct fingerprint_options *options, struct error *e);

/* Copies a directory as FileSystem.copyDirectory does: entries that are not ignored, links by the follow mode (a link
 * into the tree becomes relative), permission bits kept. `to` is created when missing, files in it are replaced. */
int copy_directory(const char *from, const char *to, const struct fingerprint_options *options, struct error *e);

/* The extension rule: one of .tar.gz .zip .jar .tar .tgz in lower case, else the last extension as written, else "". */
const char *asset_extension(struct arena *a, const char *path);
bool asset_is_archive_extension(const char *extension);

#endif
