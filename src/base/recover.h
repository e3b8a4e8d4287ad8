/* Cleans up after a run that was killed, in a folder and beside it.
 *
 * Names that begin with RECOVER_PREFIX are ours, and so are those of bundling:
 *
 *     cdk.out/.luacdk-run-a1b2c3/   unfinished work of a run; removed
 *     cdk.out/asset.…-building/     unfinished result of a bundling; removed
 *     cdk.out/.luacdk-finish/       files that were being moved into place one by one; finished
 *     .cdk.out.luacdk/              beside the folder, for the moment of an exchange; finished */
#ifndef LUACDK_BASE_RECOVER_H
#define LUACDK_BASE_RECOVER_H

#include <stdbool.h>

#include "base/arena.h"

#define RECOVER_PREFIX ".luacdk-"
#define RECOVER_AREA_PREFIX RECOVER_PREFIX "run-"
/* The end of names of folders that are filled in the output folder itself, since their place matters. */
#define RECOVER_BUILDING "-building"
#define RECOVER_FINISH RECOVER_PREFIX "finish"

/* The path of the folder beside `name`, in `above`, that exists for the moment of an exchange. */
char *recover_path_beside(struct arena *a, const char *above, const char *name);

/* Moves over what only the folder of the old generation contains. False if something could not be moved that must not
 * be lost. */
bool recover_rest(int old, int folder);

/* Finishes or removes what was left in the folder `path`, or beside it; the folder is called `name` in `above` and is
 * open at `fd`. Only for the process that has claimed it. */
void recover_folder(const char *path, const char *above, const char *name, int fd);

#endif
