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

/* Pieces on their way into a list. */
struct joining {
    struct arena *arena;
    const char *delimiter;
    cJSON *list;
    struct strbuf run; /* the text of the literals that the last piece of the list has become */
    bool running;
};

static void end_run(struct joining *j) {
    if (j->running) {
        doc_overwrite(j->list->child->prev, doc_string(j->arena, j->run.data, j->run.length));
        strbuf_truncate(&j->run, 0);
        j->running = false;
    }
}

static void add_piece(struct joining *j, cJSON *piece) {
    const cJSON *last = j->list->child ? j->list->child->prev : NULL;
    if (!last || !is_literal(last) || !is_literal(piece)) {
        end_run(j);
        doc_add(j->list, piece);
        return;
    }
    if (!j->running) {
        add_literal(&j->run, last);
        j->running = true;
    }
    strbuf_adds(&j->run, j->delimiter);
    add_literal(&j->run, piece);
}

static void add_pieces(struct joining *j, cJSON *from) {
    cJSON *next;
    for (cJSON *piece = from->child; piece; piece = next) {
        next = piece->next;
        cJSON *inner = spliceable(piece, j->delimiter);
        if (inner) {
            add_pieces(j, inner);
        } else {
            add_piece(j, piece);
        }
    }
    from->child = NULL;
}

void join_minimise(struct arena *a, const char *delimiter, cJSON *from, cJSON *to) {
    struct joining j = {.arena = a, .delimiter = delimiter, .list = to};
    strbuf_init(&j.run);
    add_pieces(&j, from);
    end_run(&j);
    strbuf_free(&j.run);
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
