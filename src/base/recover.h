/* What a run that was killed has left in a folder, or beside it.
 *
 * Names in a folder that begin with RECOVER_PREFIX are ours, and those of bundlings:
 *
 *     cdk.out/.luacdk-run-a1b2c3/   work of a run; goes with it
 *     cdk.out/asset.…-building/     what a bundling makes that is under way; the same
 *     cdk.out/.luacdk-finish/       files that were being moved into place one by one
 *     .cdk.out.luacdk/              beside the folder, for the moment of an exchange */
#ifndef LUACDK_BASE_RECOVER_H
#define LUACDK_BASE_RECOVER_H

#include <stdbool.h>

#include "base/arena.h"

#define RECOVER_PREFIX ".luacdk-"
#define RECOVER_AREA_PREFIX RECOVER_PREFIX "run-"
/* So end names of what is filled in the folder itself, since it matters where it lies. */
#define RECOVER_BUILDING "-building"
#define RECOVER_FINISH RECOVER_PREFIX "finish"

/* The path of what lies beside the folder `name` in `above` for the moment of an exchange. */
char *recover_path_beside(struct arena *a, const char *above, const char *name);

/* Moves over what only the old generation's folder holds. False if something could not be moved and must not be lost.
 */
bool recover_rest(int old, int folder);

/* Finishes, or takes away, what was left in the folder `path`, which is `name` in `above` and open at `fd`, or beside
 * it. Only for who has claimed it. */
void recover_folder(const char *path, const char *above, const char *name, int fd);

#endif
