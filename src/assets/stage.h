/* Putting assets into the folder of the cloud assembly, under a name made of their content hash.
 *
 *   <outdir>/asset.<hash>          a directory
 *   <outdir>/asset.<hash><ext>     a file; <ext> by the extension rule
 *
 * A target that exists is taken as it is. A new one is written under a temporary name in the same folder and renamed
 * when complete, so that an interrupted run leaves no half asset. Each source file is read once: its bytes go to the
 * hash and to the copy from the same buffer, unless the folder already held assets when the program first staged there
 * (then the source is most likely staged already, and is only hashed at first). */
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

/* The assets put in place since the last stage_keep: their absolute paths, valid until more are. */
const char *const *stage_placed(size_t *count);

/* Error when the directory holds an external link that is not ignored: the rule of follow mode internal-only. */
int stage_check_links(const char *path, const struct fingerprint_options *options, struct error *e);

/* Copies a directory as FileSystem.copyDirectory does: entries that are not ignored, links by the follow mode (a link
 * into the tree becomes relative), permission bits kept. `to` is created when missing, files in it are replaced. */
int copy_directory(const char *from, const char *to, const struct fingerprint_options *options, struct error *e);

/* The extension rule: one of .tar.gz .zip .jar .tar .tgz in lower case, else the last extension as written, else "". */
const char *asset_extension(struct arena *a, const char *path);
bool asset_is_archive_extension(const char *extension);

#endif
