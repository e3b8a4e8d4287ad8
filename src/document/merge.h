/* Overrides are merged into a rendered resource last of all. Behaviour: reference, core, section 10 (add_override). */
#ifndef LUACDK_DOCUMENT_MERGE_H
#define LUACDK_DOCUMENT_MERGE_H

#include "document/document.h"
#include "schema/schema.h"

/* Merges `overrides` into the entry of a resource: maps merge, deletions delete, anything else replaces; an intrinsic
 * is replaced and never merged, and a map that ends up empty goes. New properties take the place that the struct of L1
 * properties `type` gives them, others (or all, if `type` is NULL) come last. `overrides` is consumed. */
void merge_overrides(struct arena *a, cJSON *entry, cJSON *overrides, const struct schema_type *type);

#endif
