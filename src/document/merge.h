/* Overrides (add_override), which are merged into a rendered resource last. */
#ifndef LUACDK_DOCUMENT_MERGE_H
#define LUACDK_DOCUMENT_MERGE_H

#include "document/document.h"
#include "schema/schema.h"

/* Merges `overrides` into the entry of a resource: maps merge, deletions delete, anything else replaces; an intrinsic
 * is replaced and never merged, and a map that ends up empty is removed. New properties are placed in the order of
 * `type`, the struct of L1 properties; unknown ones (or all, if `type` is NULL) come last. `overrides` is consumed. */
void merge_overrides(struct arena *a, cJSON *entry, cJSON *overrides, const struct schema_type *type);

#endif
