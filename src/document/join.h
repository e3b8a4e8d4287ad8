/* Joins resolved pieces into a string, as Fn::Join does. */
#ifndef LUACDK_DOCUMENT_JOIN_H
#define LUACDK_DOCUMENT_JOIN_H

#include "document/document.h"

/* Moves the pieces of `from` to the end of `to`: neighbouring literals are merged, and inner joins with the same
 * delimiter are flattened. */
void join_minimise(struct arena *a, const char *delimiter, cJSON *from, cJSON *to);

/* { "Fn::Join": [delimiter, list] } */
cJSON *join_call(struct arena *a, const char *delimiter, cJSON *list);

/* Joins the pieces of a JSON array, which is consumed: a literal if all pieces are literals, the piece itself if there
 * is only one, else a call. NULL if there is no piece. */
cJSON *join_pieces(struct arena *a, const char *delimiter, cJSON *pieces);

#endif
