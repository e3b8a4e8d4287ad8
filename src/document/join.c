/* Fn::Join with the fewest pieces. */
#include "document/join.h"

#include <stdbool.h>
#include <string.h>

#include "assembly/json.h"

static bool is_literal(const cJSON *node) {
    int type = node->type & 0xFF;
    return type == cJSON_String || type == cJSON_Number;
}

static void add_literal(struct strbuf *out, const cJSON *node) {
    if (doc_is_string(node)) {
        strbuf_add(out, node->valuestring, doc_length(node));
    } else {
        json_add_number(out, node->valuedouble);
    }
}

/* The list of an inner Fn::Join with the same delimiter, whose parts can take its place; NULL if it is not one. */
static cJSON *spliceable(const cJSON *node, const char *delimiter) {
    if (!doc_is_object(node) || !node->child || node->child->next || strcmp(node->child->string, "Fn::Join") != 0) {
        return NULL;
    }
    const cJSON *arguments = node->child;
    const cJSON *inner = doc_is_array(arguments) ? arguments->child : NULL;
    if (!doc_is_string(inner) || strcmp(inner->valuestring, delimiter) != 0 || !doc_is_array(inner->next)) {
        return NULL;
    }
    return inner->next;
}

void join_minimise(struct arena *a, const char *delimiter, cJSON *from, cJSON *to) {
    cJSON *next;
    for (cJSON *piece = from->child; piece; piece = next) {
        next = piece->next;
        cJSON *inner = spliceable(piece, delimiter);
        if (inner) {
            join_minimise(a, delimiter, inner, to);
            continue;
        }
        cJSON *last = to->child ? to->child->prev : NULL;
        if (last && is_literal(last) && is_literal(piece)) {
            struct strbuf text;
            strbuf_init(&text);
            add_literal(&text, last);
            strbuf_adds(&text, delimiter);
            add_literal(&text, piece);
            doc_overwrite(last, doc_string(a, text.data, text.length));
            strbuf_free(&text);
        } else {
            doc_add(to, piece);
        }
    }
    from->child = NULL;
}

cJSON *join_call(struct arena *a, const char *delimiter, cJSON *list) {
    cJSON *arguments = doc_array(a);
    doc_add(arguments, doc_string(a, delimiter, strlen(delimiter)));
    doc_add(arguments, list);
    cJSON *join = doc_object(a);
    join->valueint = TOKEN_STRING;
    doc_set(join, "Fn::Join", arguments);
    return join;
}

cJSON *join_pieces(struct arena *a, const char *delimiter, cJSON *pieces) {
    if (!pieces->child) {
        return NULL;
    }
    if (!pieces->child->next) {
        return pieces->child;
    }
    cJSON *list = doc_array(a);
    join_minimise(a, delimiter, pieces, list);
    if (!list->child->next && is_literal(list->child)) {
        return list->child;
    }
    return join_call(a, delimiter, list);
}
