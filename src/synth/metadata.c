/* Metadata of constructs for the CLI. */
#include "synth/metadata.h"

#include <lauxlib.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "assembly/json.h"
#include "object/class.h"
#include "object/diagnostics.h"
#include "object/node.h"
#include "synth/element.h"
#include "synth/resolve.h"

struct metadata {
    lua_State *L;
    struct strbuf *out;
    struct strbuf *path; /* of the construct at hand */
    struct resolver r;
    size_t depth; /* levels around it, two blanks each */
    bool any;
    bool logical_ids, creation_stacks;
};

static void new_line(const struct metadata *m, size_t level) { json_add_newline(m->out, 2 * (m->depth + level)); }

static void begin_entry(struct metadata *m, bool first, const char *type, size_t length) {
    if (!first) {
        strbuf_addch(m->out, ',');
    }
    new_line(m, 2);
    strbuf_addch(m->out, '{');
    new_line(m, 3);
    strbuf_add(m->out, "\"type\": ", 8);
    json_add_string(m->out, type, length);
    strbuf_addch(m->out, ',');
    new_line(m, 3);
    strbuf_add(m->out, "\"data\": ", 8);
}

static void end_entry(const struct metadata *m) {
    new_line(m, 2);
    strbuf_addch(m->out, '}');
}

static void add_data(const struct metadata *m, const cJSON *doc) {
    struct strbuf text;
    strbuf_init(&text);
    json_print(&text, doc, 2);
    for (size_t i = 0; i < text.length; i++) {
        if (text.data[i] == '\n') {
            new_line(m, 3);
        } else {
            strbuf_addch(m->out, text.data[i]);
        }
    }
    strbuf_free(&text);
}

/* Adds the list of frames on top of the stack (popped). */
static void add_frames(const struct metadata *m) {
    lua_Integer count = (lua_Integer)lua_rawlen(m->L, -1);
    strbuf_addch(m->out, '[');
    for (lua_Integer i = 1; i <= count; i++) {
        size_t length;
        lua_rawgeti(m->L, -1, i);
        const char *frame = lua_tolstring(m->L, -1, &length);
        if (i > 1) {
            strbuf_addch(m->out, ',');
        }
        new_line(m, 4);
        json_add_string(m->out, frame, length);
        lua_pop(m->L, 1);
    }
    new_line(m, 3);
    strbuf_addch(m->out, ']');
    lua_pop(m->L, 1);
}

/* Adds the frames of the script, if the entry at `idx` has any. */
static void add_trace(const struct metadata *m, struct node *node, int idx) {
    if (node_push_frames(m->L, node, idx)) {
        strbuf_addch(m->out, ',');
        new_line(m, 3);
        strbuf_adds(m->out, "\"trace\": ");
        add_frames(m);
    }
}

static void add_metadata_list(struct metadata *m, struct node *node, bool *first) {
    lua_State *L = m->L;
    int top = lua_gettop(L);
    node_push_metadata(L, node);
    lua_Integer count = (lua_Integer)lua_rawlen(L, -1);
    for (lua_Integer i = 1; i <= count; i++) {
        lua_rawgeti(L, top + 1, i);
        lua_getfield(L, -1, "type");
        size_t length;
        const char *type = lua_tolstring(L, -1, &length);
        lua_getfield(L, -2, "data");
        cJSON *data;
        if (lua_type(L, -1) == LUA_TSTRING &&
            (strcmp(type, "aws:cdk:info") == 0 || strcmp(type, "aws:cdk:warning") == 0 ||
             strcmp(type, "aws:cdk:error") == 0)) {
            size_t text_length;
            const char *text = lua_tolstring(L, -1, &text_length);
            data = doc_string(m->r.arena, text, text_length);
        } else {
            m->r.scope = node;
            m->r.stack = node->stack;
            data = resolve_value(&m->r, lua_gettop(L));
        }
        if (data) {
            begin_entry(m, *first, type, length);
            *first = false;
            add_data(m, data);
            add_trace(m, node, top + 2);
            end_entry(m);
        }
        lua_settop(L, top + 1);
    }
    lua_settop(L, top);
}

static void add_node_metadata(struct metadata *m, struct node *node) {
    lua_State *L = m->L;
    bool element = node->flags & NODE_ELEMENT;
    bool creation = m->creation_stacks && (element || node->flags & NODE_STACK) && node->source;
    bool id = m->logical_ids && element && !(node->flags & NODE_SKIPPED);
    if (!id && !creation && !(node->flags & NODE_METADATA)) {
        return;
    }
    size_t start = m->out->length;
    if (m->any) {
        strbuf_addch(m->out, ',');
    }
    new_line(m, 1);
    strbuf_truncate(m->path, 0);
    strbuf_addch(m->path, '/');
    node_add_path(m->path, node);
    json_add_string(m->out, m->path->data, m->path->length);
    strbuf_adds(m->out, ": [");
    bool first = true;
    if (id) {
        const char *text = element_logical_id(L, node);
        begin_entry(m, first, "aws:cdk:logicalId", 17);
        json_add_string(m->out, text, strlen(text));
        end_entry(m);
        first = false;
    }
    if (creation) {
        begin_entry(m, first, "aws:cdk:creationStack", 21);
        node_push_creation(L, node);
        add_frames(m);
        end_entry(m);
        first = false;
    }
    if (node->flags & NODE_METADATA) {
        add_metadata_list(m, node, &first);
    }
    if (first) { /* only absent data */
        strbuf_truncate(m->out, start);
        return;
    }
    new_line(m, 1);
    strbuf_addch(m->out, ']');
    m->any = true;
}

/* CDK_DEBUG, by which `cdk --debug-app` asks for creation stacks, whatever the context says. */
static bool debugging(void) {
    const char *value = getenv("CDK_DEBUG");
    return value && (strcmp(value, "1") == 0 || strcasecmp(value, "on") == 0 || strcasecmp(value, "true") == 0);
}

/* engine.metadata(stack [, depth]) → its metadata as a buffer of JSON, which an output accepts as it is, and which
 * engine.json accepts inside other values: then `depth` is the number of levels around it. Nil if there is none. */
static int l_metadata(lua_State *L) {
    struct node *stack = node_check(L, 1);
    size_t depth = (size_t)luaL_optinteger(L, 2, 0);
    lua_settop(L, 1);
    struct arena *arena = push_arena(L);
    struct metadata m = {.L = L, .depth = depth, .path = push_strbuf(L), .r = resolver_for(L, arena, stack)};
    m.out = push_strbuf(L);
    m.logical_ids = !node_context_truthy(L, stack, "aws:cdk:disable-logicalId-metadata");
    m.creation_stacks = debugging() || !node_context_truthy(L, stack, "aws:cdk:disable-creation-stack-traces");
    strbuf_addch(m.out, '{');
    /* Breadth first, as in the reference; other top-level stacks have their own files. */
    size_t capacity = 64, head = 0, tail = 0;
    struct node **queue = arena_alloc(arena, capacity * sizeof *queue);
    queue[tail++] = stack;
    while (head < tail) {
        struct node *node = queue[head++];
        add_node_metadata(&m, node);
        for (uint32_t i = 0; i < node->child_count; i++) {
            struct node *child = node->children[i];
            if (child->flags & NODE_STAGE ||
                (child->flags & NODE_STACK && !(child->flags & (NODE_NESTED | NODE_INNER)))) {
                continue;
            }
            if (tail == capacity) {
                struct node **more = arena_alloc(arena, 2 * capacity * sizeof *more);
                memcpy(more, queue, tail * sizeof *more);
                queue = more;
                capacity *= 2;
            }
            queue[tail++] = child;
        }
    }
    arena_free(arena);
    strbuf_free(m.path);
    if (!m.any) {
        strbuf_free(m.out);
        return 0;
    }
    new_line(&m, 0);
    strbuf_addch(m.out, '}');
    strbuf_fit(m.out);
    lua_settop(L, 4); /* stack, arena, path, text */
    return 1;
}

/* engine.construct_info(construct) → its public class, the version of the library with that, and the frames of the call
 * that made it if metadata has them. */
static int l_construct_info(lua_State *L) {
    struct node *node = node_check(L, 1);
    const struct schema_type *type = class_schema_of(L, 1);
    const char *fqn = type ? type->fqn : "constructs.Construct";
    lua_pushstring(L, fqn);
    lua_pushstring(L, strncmp(fqn, "constructs.", 11) == 0 ? SCHEMA_CONSTRUCTS_VERSION : SCHEMA_LIBRARY_VERSION);
    if (!(node->flags & (NODE_ELEMENT | NODE_STACK)) || !node->source ||
        (!debugging() && node_context_truthy(L, node, "aws:cdk:disable-creation-stack-traces"))) {
        return 2;
    }
    node_push_creation(L, node);
    return 3;
}

static const luaL_Reg functions[] = {{"metadata", l_metadata}, {"construct_info", l_construct_info}, {NULL, NULL}};

void metadata_open(lua_State *L) { luaL_setfuncs(L, functions, 0); }
