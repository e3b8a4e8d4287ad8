/* Overrides are merged into a rendered resource last of all. Behaviour: reference, core, section 10 (add_override). */
#ifndef LUACDK_ENGINE_MERGE_H
#define LUACDK_ENGINE_MERGE_H

#include "engine/document.h"

/* Merges `overrides` into `target`: maps merge, deletions delete, anything else replaces; an intrinsic is replaced and
 * never merged, and a map that ends up empty goes. */
void merge_overrides(struct arena *a, cJSON *target, const cJSON *overrides);

#endif
