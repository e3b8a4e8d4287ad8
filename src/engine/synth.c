/* Rendering of stacks and the files that follow from the tree. Behaviour: reference, core 9 and 11, assembly 8 and 9. */
#include "engine/synth.h"

#include <lauxlib.h>
#include <stdlib.h>
#include <string.h>

#include "assembly/json.h"
#include "engine/class.h"
#include "engine/diagnostics.h"
#include "engine/element.h"
#include "engine/l1.h"
#include "engine/token.h"
#include "engine/values.h"

#define SYNTHESIS_NAME "luacdk.synthesis"
#define LIBRARY_VERSION "2.276.0"
#define CONSTRUCTS_VERSION "10.8.1"

static char SYNTHESIS; /* registry: the synthesis under way */

struct synthesis {
    struct arena arena;
    struct references references;
    size_t settled; /* references before this one stand in their places */
    int settler;    /* registry reference of the function that finds out what stands for a reference */
    struct node *root;
};

static int synthesis_gc(lua_State *L) {
    struct synthesis *s = lua_touserdata(L, 1);
    luaL_unref(L, LUA_REGISTRYINDEX, s->references.tokens);
    luaL_unref(L, LUA_REGISTRYINDEX, s->settler);
    s->references.tokens = s->settler = LUA_NOREF;
    free(s->references.items);
    s->references.items = NULL;
    arena_free(&s->arena);
    return 0;
}

static bool forget_rendered(struct node *node, void *data) {
    (void)data;
    if (node->element) {
        node->element->rendered = NULL;
        node->element->properties = NULL;
    }
    return true;
}

/* Pushes the synthesis under way (nil if there is none), so that it outlives whatever Lua code does meanwhile. */
static struct synthesis *push_current(lua_State *L) {
    lua_rawgetp(L, LUA_REGISTRYINDEX, &SYNTHESIS);
    return lua_touserdata(L, -1);
}

/* Pushes a new synthesis of the tree; the one under way goes on when it ends. */
static struct synthesis *push_new(lua_State *L, struct node *root) {
    struct synthesis *s = lua_newuserdatauv(L, sizeof *s, 2);
    memset(s, 0, sizeof *s);
    s->references.tokens = s->settler = LUA_NOREF;
    s->root = root;
    if (luaL_newmetatable(L, SYNTHESIS_NAME)) {
        lua_pushcfunction(L, synthesis_gc);
        lua_setfield(L, -2, "__gc");
    }
    lua_setmetatable(L, -2);
    node_push(L, root); /* keeps the tree whose elements point into the arena */
    lua_setiuservalue(L, -2, 1);
    const struct synthesis *outer = push_current(L);
    if (outer && outer->root == root) { /* left behind by an error */
        lua_getiuservalue(L, -1, 2);
        lua_remove(L, -2);
    }
    lua_setiuservalue(L, -2, 2);
    lua_newtable(L);
    s->references.tokens = luaL_ref(L, LUA_REGISTRYINDEX);
    node_walk(root, forget_rendered, NULL);
    l1_forget_fault(L);
    lua_pushvalue(L, -1);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &SYNTHESIS);
    return s;
}

/* engine.synthesis_begin(root): forgets what was rendered before. */
static int l_synthesis_begin(lua_State *L) {
    push_new(L, node_check(L, 1));
    element_freeze_ids(L, true);
    return 0;
}

/* engine.synthesis_end(): releases all documents. */
static int l_synthesis_end(lua_State *L) {
    lua_settop(L, 0);
    struct synthesis *s = push_current(L);
    element_freeze_ids(L, false);
    if (s) {
        node_walk(s->root, forget_rendered, NULL);
        lua_getiuservalue(L, 1, 2);
        lua_rawsetp(L, LUA_REGISTRYINDEX, &SYNTHESIS);
        synthesis_gc(L);
        s->settled = s->references.count = s->references.capacity = 0;
    }
    return 0;
}

/* Pushes the synthesis under way for the tree of `node`, or a new one when someone asks for a template outside of any. */
static struct synthesis *push_synthesis_for(lua_State *L, struct node *node, bool *own) {
    struct synthesis *s = push_current(L);
    *own = !s || s->root != node->root;
    if (*own) {
        lua_pop(L, 1);
        s = push_new(L, node->root);
    }
    return s;
}

/* --- rendering --------------------------------------------------------------------------------------------------- */

/* Calls `visit` for the elements of the stack, in the order in which they stand in the template. */
static void each_element(struct node *node, void (*visit)(struct node *node, void *data), void *data) {
    for (uint32_t i = 0; i < node->child_count; i++) {
        struct node *child = node->children[i];
        if (child->flags & (NODE_STACK | NODE_STAGE)) {
            continue;
        }
        if (child->flags & NODE_ELEMENT) {
            visit(child, data);
        }
        each_element(child, visit, data);
    }
}

/* Renders the elements of the stage at `node`, parents first; nested stages are others' business. */
static void render_below(struct resolver *r, struct node *node) {
    for (uint32_t i = 0; i < node->child_count; i++) {
        struct node *child = node->children[i];
        if (child->flags & NODE_STAGE) {
            continue;
        }
        if (child->flags & NODE_ELEMENT && !(child->flags & NODE_LATE)) {
            element_render(r, child);
        }
        render_below(r, child);
    }
}

/* engine.render(construct): renders all elements below, or one element, even if it was to be rendered late. */
static int l_render(lua_State *L) {
    struct node *node = node_check(L, 1);
    bool own;
    struct synthesis *s = push_synthesis_for(L, node, &own);
    struct resolver r = resolver_for(L, &s->arena, NULL);
    r.references = &s->references;
    if (node->flags & NODE_ELEMENT) {
        node->flags &= ~(unsigned)NODE_LATE;
        element_render(&r, node);
    } else {
        render_below(&r, node);
    }
    return 0;
}

/* Pushes what stands for the reference at `token` in the consumer's stack, asking the function at `function` for it. */
static void push_settled(lua_State *L, int function, int token, struct node *consumer) {
    struct node *stack = consumer->stack;
    element_push_replacement(L, token, stack);
    if (lua_isnil(L, -1)) {
        lua_pop(L, 1);
        lua_pushvalue(L, function);
        node_push(L, stack);
        lua_pushvalue(L, token);
        node_push(L, consumer);
        lua_call(L, 3, 1);
        lua_pushvalue(L, -1);
        element_set_replacement(L, token, stack);
    }
}

/* Puts the references noted so far in place. The function that finds out what stands for them is at stack index
 * `function`; it may note and settle others. */
static void settle(lua_State *L, struct synthesis *s, int function) {
    int top = lua_gettop(L);
    while (s->settled < s->references.count) {
        struct pending pending = s->references.items[s->settled++];
        lua_rawgeti(L, LUA_REGISTRYINDEX, s->references.tokens);
        lua_rawgeti(L, -1, pending.token);
        push_settled(L, function, top + 2, pending.consumer);
        struct resolver r = resolver_for(L, &s->arena, pending.consumer);
        cJSON *value = resolve_value(&r, lua_gettop(L));
        if (value) {
            doc_become(pending.place, value);
        }
        lua_settop(L, top);
    }
}

bool synth_push_settled(lua_State *L, int token, struct node *consumer) {
    token = lua_absindex(L, token);
    struct synthesis *s = push_current(L);
    if (!s || s->settler == LUA_NOREF || s->root != consumer->root) {
        lua_pop(L, 1);
        return false;
    }
    lua_rawgeti(L, LUA_REGISTRYINDEX, s->settler);
    int function = lua_gettop(L);
    settle(L, s, function); /* in order, which is that of the exports */
    push_settled(L, function, token, consumer);
    lua_replace(L, function - 1);
    lua_pop(L, 1);
    return true;
}

/* engine.settle(): puts all noted references in place. */
static int l_settle(lua_State *L) {
    struct synthesis *s = push_current(L);
    if (s && s->settler != LUA_NOREF) {
        lua_rawgeti(L, LUA_REGISTRYINDEX, s->settler);
        settle(L, s, lua_gettop(L));
    }
    return 0;
}

/* engine.settler(function(stack, reference, consumer) → value): says what stands for references into other stacks. From
 * then on Lua code that resolves values sees it; nil ends that. */
static int l_settler(lua_State *L) {
    lua_settop(L, 1);
    struct synthesis *s = push_current(L);
    if (s) {
        luaL_unref(L, LUA_REGISTRYINDEX, s->settler);
        lua_pushvalue(L, 1);
        s->settler = lua_isnil(L, 1) ? LUA_NOREF : luaL_ref(L, LUA_REGISTRYINDEX);
    }
    return 0;
}

/* --- templates ----------------------------------------------------------------------------------------------------- */

struct id_set {
    const char **slots;
    size_t mask, count;
};

struct template {
    struct resolver r;
    cJSON *sections; /* object of objects */
    struct id_set *sets;
    size_t set_count;
    int types; /* stack index of the table counting resources by type */
};

static bool add_id(struct arena *a, struct id_set *set, const char *id) {
    if (set->count * 2 >= set->mask) {
        size_t old_size = set->slots ? set->mask + 1 : 0, size = old_size ? old_size * 4 : 64;
        const char **old = set->slots;
        set->slots = arena_calloc(a, size, sizeof *set->slots);
        set->mask = size - 1;
        set->count = 0;
        for (size_t i = 0; i < old_size; i++) {
            if (old[i]) {
                add_id(a, set, old[i]);
            }
        }
    }
    size_t h = 5381;
    for (const char *p = id; *p; p++) {
        h = h * 33 + (unsigned char)*p;
    }
    for (size_t slot = h & set->mask;; slot = (slot + 1) & set->mask) {
        if (!set->slots[slot]) {
            set->slots[slot] = id;
            set->count++;
            return true;
        }
        if (strcmp(set->slots[slot], id) == 0) {
            return false;
        }
    }
}

enum { MAX_SECTIONS = 32 };

/* The section of that name, made when its first element comes, and its number. */
static cJSON *section(struct template *t, const char *name, size_t *number) {
    size_t n = 0;
    for (cJSON *s = t->sections->child; s; s = s->next, n++) {
        if (strcmp(s->string, name) == 0) {
            *number = n;
            return s;
        }
    }
    cJSON *s = doc_object(t->r.arena);
    doc_set(t->sections, doc_key(t->r.arena, name, strlen(name)), s);
    *number = n;
    return s;
}

static void add_entry(struct template *t, struct node *node, const char *name, const char *id, cJSON *entry) {
    size_t number;
    cJSON *where = section(t, name, &number);
    if (number >= MAX_SECTIONS || !add_id(t->r.arena, &t->sets[number], id)) {
        lua_State *L = t->r.L;
        node_push(L, node);
        engine_fail(L, lua_gettop(L), "section '%s' already contains '%s': two elements of the stack have the same logical id",
                    name, id);
    }
    doc_set(where, doc_key(t->r.arena, id, strlen(id)), entry);
}

static void count_type(struct template *t, const cJSON *entry) {
    lua_State *L = t->r.L;
    const cJSON *type = doc_get(entry, "Type");
    if (doc_is_string(type)) {
        lua_getfield(L, t->types, type->valuestring);
        lua_pushinteger(L, lua_tointeger(L, -1) + 1);
        lua_setfield(L, t->types, type->valuestring);
        lua_pop(L, 1);
    }
}

/* A fragment brings whole sections of its own (CfnInclude). */
static void add_fragment(struct template *t, struct node *node, cJSON *fragment) {
    lua_State *L = t->r.L;
    cJSON *next;
    for (cJSON *part = fragment->child; part; part = next) {
        next = part->next;
        size_t number;
        bool top_level = strcmp(part->string, "Description") == 0 || strcmp(part->string, "Transform") == 0 ||
                         strcmp(part->string, "AWSTemplateFormatVersion") == 0;
        if (top_level) {
            cJSON *old = doc_get(t->sections, part->string);
            if (!old) {
                doc_set(t->sections, part->string, part);
            } else if (doc_is_string(old) && doc_is_string(part) && strcmp(part->string, "Description") == 0) {
                lua_pushfstring(L, "%s\n%s", old->valuestring, part->valuestring);
                doc_become(old, doc_string(t->r.arena, lua_tostring(L, -1), lua_rawlen(L, -1)));
                lua_pop(L, 1);
            } else if (strcmp(part->string, "AWSTemplateFormatVersion") == 0) {
                if (strcmp(old->valuestring, part->valuestring) != 0) {
                    node_push(L, node);
                    engine_fail(L, lua_gettop(L), "conflicting template format versions '%s' and '%s'", old->valuestring,
                                part->valuestring);
                }
            } else {
                if (!doc_is_array(old)) {
                    cJSON *list = doc_array(t->r.arena);
                    doc_add(list, doc_copy(t->r.arena, old));
                    doc_become(old, list);
                }
                doc_add(old, doc_copy(t->r.arena, part));
            }
            continue;
        }
        cJSON *following;
        for (cJSON *entry = part->child; entry; entry = following) {
            following = entry->next;
            const char *id = entry->string;
            if (strcmp(part->string, "Resources") == 0) {
                count_type(t, entry);
            }
            if (doc_is_object(part)) {
                add_entry(t, node, part->string, id, entry);
            }
        }
        if (!part->child) {
            section(t, part->string, &number);
        }
    }
}

static void add_element(struct node *node, void *data) {
    struct template *t = data;
    lua_State *L = t->r.L;
    cJSON *entry = element_render(&t->r, node);
    if (!entry) {
        return;
    }
    if (node->flags & NODE_RESOURCE) {
        count_type(t, entry);
        add_entry(t, node, "Resources", element_logical_id(L, node), entry);
        return;
    }
    element_push_section(L, node);
    if (lua_isnil(L, -1)) {
        add_fragment(t, node, entry);
    } else {
        add_entry(t, node, lua_tostring(L, -1), element_logical_id(L, node), entry);
    }
    lua_pop(L, 1);
}

/* Sets a top-level key from the stack's template_options, in front of all sections. */
static void add_option(struct template *t, int options, const char *option, const char *key) {
    lua_State *L = t->r.L;
    lua_getfield(L, options, option);
    cJSON *value = resolve_value(&t->r, lua_gettop(L));
    if (value) {
        doc_set(t->sections, key, value);
    }
    lua_pop(L, 1);
}

/* Transform: one name alone, several as a list without repetitions. */
static void add_transforms(struct template *t, int options) {
    lua_State *L = t->r.L;
    cJSON *all = doc_array(t->r.arena);
    static const char *const names[] = {"transform", "transforms"};
    size_t added = 0; /* the same one added twice makes a list, if only of itself, as in the reference */
    for (size_t i = 0; i < 2; i++) {
        lua_getfield(L, options, names[i]);
        cJSON *value = resolve_value(&t->r, lua_gettop(L));
        lua_pop(L, 1);
        if (!value) {
            continue;
        }
        cJSON *next;
        for (cJSON *one = doc_is_array(value) ? value->child : value; one; one = next) {
            next = doc_is_array(value) ? one->next : NULL;
            added++;
            bool known = false;
            for (const cJSON *other = all->child; other; other = other->next) {
                known = known || (doc_is_string(one) && doc_is_string(other) &&
                                  strcmp(one->valuestring, other->valuestring) == 0);
            }
            if (!known) {
                doc_add(all, one);
            }
        }
    }
    if (all->child) {
        doc_set(t->sections, "Transform", added > 1 ? all : all->child);
    }
}

static void check_renames(lua_State *L, struct node *stack) {
    int top = lua_gettop(L);
    node_push_extras(L, stack, false);
    if (lua_istable(L, -1) && lua_getfield(L, -1, "renames") == LUA_TTABLE) {
        lua_getfield(L, -2, "renames_used");
        lua_pushnil(L);
        while (lua_next(L, -3)) {
            lua_pop(L, 1);
            lua_pushvalue(L, -1);
            if (lua_rawget(L, -3) == LUA_TNIL) {
                node_push(L, stack);
                engine_fail(L, lua_gettop(L), "rename_logical_id: there is no element with the logical id '%s' in the stack",
                            lua_tostring(L, -3));
            }
            lua_pop(L, 1);
        }
    }
    lua_settop(L, top);
}

/* engine.template(stack [, { compact = true }]) → the template's text as a buffer, and a table counting resources by type */
static int l_template(lua_State *L) {
    struct node *stack = node_check(L, 1);
    lua_settop(L, 2);
    bool compact = false;
    if (lua_istable(L, 2)) {
        lua_getfield(L, 2, "compact");
        compact = lua_toboolean(L, -1);
    }
    lua_getfield(L, 1, "_suppress_template_indentation");
    compact = compact || lua_toboolean(L, -1);
    lua_settop(L, 2);
    bool own;
    struct synthesis *s = push_synthesis_for(L, stack, &own);
    struct id_set sets[MAX_SECTIONS] = {{0}};
    struct template t = {.r = resolver_for(L, &s->arena, stack), .sets = sets};
    t.r.references = &s->references;
    t.sections = doc_object(&s->arena);
    lua_newtable(L);
    t.types = lua_gettop(L);

    if (lua_getfield(L, 1, "template_options") == LUA_TTABLE) {
        int options = lua_gettop(L);
        add_option(&t, options, "description", "Description");
        add_transforms(&t, options);
        add_option(&t, options, "template_format_version", "AWSTemplateFormatVersion");
        add_option(&t, options, "metadata", "Metadata");
    }
    lua_pop(L, 1);
    each_element(stack, add_element, &t);
    l1_raise_fault(L);
    check_renames(L, stack);

    struct strbuf *out = push_strbuf(L);
    json_print(out, t.sections, compact ? 0 : 1);
    lua_pushvalue(L, t.types);
    if (own) {
        lua_pushcfunction(L, l_synthesis_end);
        lua_call(L, 0, 0);
    }
    return 2;
}

/* --- metadata ------------------------------------------------------------------------------------------------------- */

struct metadata {
    lua_State *L;
    struct strbuf *out;
    struct resolver r;
    size_t depth; /* levels around it, of two blanks each */
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

/* The line of the script, if the entry at `idx` knows it. */
static void add_trace(const struct metadata *m, int idx) {
    size_t length;
    lua_getfield(m->L, idx, "trace");
    const char *trace = lua_tolstring(m->L, -1, &length);
    if (trace) {
        strbuf_addch(m->out, ',');
        new_line(m, 3);
        strbuf_adds(m->out, "\"trace\": [");
        new_line(m, 4);
        json_add_string(m->out, trace, length);
        new_line(m, 3);
        strbuf_addch(m->out, ']');
    }
    lua_pop(m->L, 1);
}

static void add_metadata_list(struct metadata *m, struct node *node, bool *first) {
    lua_State *L = m->L;
    int top = lua_gettop(L);
    node_push_extras(L, node, false);
    lua_getfield(L, -1, "metadata");
    lua_Integer count = (lua_Integer)lua_rawlen(L, -1);
    for (lua_Integer i = 1; i <= count; i++) {
        lua_rawgeti(L, top + 2, i);
        lua_getfield(L, -1, "type");
        size_t length;
        const char *type = lua_tolstring(L, -1, &length);
        lua_getfield(L, -2, "data");
        cJSON *data;
        if (lua_type(L, -1) == LUA_TSTRING && (strcmp(type, "aws:cdk:info") == 0 || strcmp(type, "aws:cdk:warning") == 0 ||
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
            add_trace(m, top + 3);
            end_entry(m);
        }
        lua_settop(L, top + 2);
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
    size_t length;
    const char *path = (node_push_path(L, node), lua_pushfstring(L, "/%s", lua_tostring(L, -1)), lua_tolstring(L, -1, &length));
    json_add_string(m->out, path, length);
    lua_pop(L, 2);
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
        const char *where = (push_recorded_location(L, node->source, node->line), lua_tolstring(L, -1, &length));
        strbuf_addch(m->out, '[');
        new_line(m, 4);
        json_add_string(m->out, where, length);
        new_line(m, 3);
        strbuf_addch(m->out, ']');
        end_entry(m);
        lua_pop(L, 1);
        first = false;
    }
    if (node->flags & NODE_METADATA) {
        add_metadata_list(m, node, &first);
    }
    if (first) { /* nothing but absent data */
        strbuf_truncate(m->out, start);
        return;
    }
    new_line(m, 1);
    strbuf_addch(m->out, ']');
    m->any = true;
}

/* engine.metadata(stack [, depth]) → its metadata as a buffer with JSON that an output takes as it is, and so does
 * engine.json inside of other values: there `depth` is the number of levels around it. Nil when nothing has any. */
static int l_metadata(lua_State *L) {
    struct node *stack = node_check(L, 1);
    size_t depth = (size_t)luaL_optinteger(L, 2, 0);
    lua_settop(L, 1);
    struct arena *arena = push_arena(L);
    struct metadata m = {
        .L = L, .depth = depth, .out = push_strbuf(L), .r = resolver_for(L, arena, stack)};
    m.logical_ids = !node_context_truthy(L, stack, "aws:cdk:disable-logicalId-metadata");
    m.creation_stacks = !node_context_truthy(L, stack, "aws:cdk:disable-creation-stack-traces");
    strbuf_addch(m.out, '{');
    /* Breadth first, as the reference lists them; other top-level stacks have files of their own. */
    size_t capacity = 64, head = 0, tail = 0;
    struct node **queue = arena_alloc(arena, capacity * sizeof *queue);
    queue[tail++] = stack;
    while (head < tail) {
        struct node *node = queue[head++];
        add_node_metadata(&m, node);
        for (uint32_t i = 0; i < node->child_count; i++) {
            struct node *child = node->children[i];
            if (child->flags & NODE_STAGE || (child->flags & NODE_STACK && !(child->flags & NODE_NESTED))) {
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
    if (!m.any) {
        return 0;
    }
    new_line(&m, 0);
    strbuf_addch(m.out, '}');
    lua_settop(L, 3); /* stack, arena, buffer */
    return 1;
}

/* --- tree.json --------------------------------------------------------------------------------------------------------- */

static void add_key(struct strbuf *out, bool *first, const char *key) {
    if (!*first) {
        strbuf_addch(out, ',');
    }
    *first = false;
    json_add_string(out, key, strlen(key));
    strbuf_addch(out, ':');
}

static void add_shaped(struct strbuf *out, const cJSON *node, const struct schema_shape *shape);

/* Fields under their API names; documents and rows are in the same order, so the search goes on where it stopped. */
static void add_struct(struct strbuf *out, const cJSON *node, const struct schema_type *type) {
    const struct schema_fields *fields = schema_fields(type);
    size_t next = 0;
    bool first = true;
    strbuf_addch(out, '{');
    for (const cJSON *child = node->child; child; child = child->next) {
        const struct schema_field *field = NULL;
        for (size_t n = 0; n < fields->count && !field; n++) {
            const struct schema_field *f = &fields->items[(next + n) % fields->count];
            if (f->cfn_name && strcmp(f->cfn_name, child->string) == 0) {
                field = f;
                next = (next + n + 1) % fields->count;
            }
        }
        add_key(out, &first, field ? field->jsii_name : child->string);
        add_shaped(out, child, field ? field->render : NULL);
    }
    strbuf_addch(out, '}');
}

static const struct schema_field *cfn_field(const struct schema_type *type, const char *cfn_name) {
    const struct schema_fields *fields = schema_fields(type);
    for (size_t i = 0; i < fields->count; i++) {
        if (fields->items[i].cfn_name && strcmp(fields->items[i].cfn_name, cfn_name) == 0) {
            return &fields->items[i];
        }
    }
    return NULL;
}

static bool knows_all_keys(const struct schema_type *type, const cJSON *node) {
    for (const cJSON *child = node->child; child; child = child->next) {
        if (!cfn_field(type, child->string)) {
            return false;
        }
    }
    return true;
}

/* The alternative of a union that the document fits. */
static const struct schema_shape *fitting(const struct schema_shape *shape, const cJSON *node) {
    const struct schema_shape *map = NULL;
    for (size_t i = 0; i < shape->alternative_count; i++) {
        const struct schema_shape *a = shape->alternatives[i];
        if (doc_is_object(node) && a->kind == SHAPE_STRUCT && knows_all_keys(schema_shape_type(a), node)) {
            return a;
        }
        if (doc_is_array(node) && a->kind == SHAPE_LIST) {
            return a;
        }
        map = a->kind == SHAPE_MAP ? a : map;
    }
    return doc_is_object(node) ? map : NULL;
}

/* A struct may have a field that is called as an intrinsic is ("Condition"). */
static bool is_struct(const cJSON *node, const struct schema_shape *shape) {
    return shape->kind == SHAPE_STRUCT && doc_is_object(node) &&
           (!doc_is_intrinsic(node) || cfn_field(schema_shape_type(shape), node->child->string));
}

/* Templates leave out the fraction of a second, JavaScript's own form has it. */
static void add_date(struct strbuf *out, const cJSON *node) {
    size_t length = doc_length(node);
    if (length == 20 && node->valuestring[19] == 'Z') {
        strbuf_addf(out, "\"%.19s.000Z\"", node->valuestring);
    } else {
        json_print(out, node, 0);
    }
}

static void add_shaped(struct strbuf *out, const cJSON *node, const struct schema_shape *shape) {
    if (shape && shape->kind == SHAPE_UNION) {
        shape = fitting(shape, node);
    }
    if (!shape) {
        json_print(out, node, 0);
    } else if (is_struct(node, shape)) {
        add_struct(out, node, schema_shape_type(shape));
    } else if (shape->kind == SHAPE_DATE && doc_is_string(node)) {
        add_date(out, node);
    } else if (shape->kind == SHAPE_MAP && doc_is_object(node) && !doc_is_intrinsic(node)) {
        bool first = true;
        strbuf_addch(out, '{');
        for (const cJSON *child = node->child; child; child = child->next) {
            add_key(out, &first, child->string);
            add_shaped(out, child, shape->element);
        }
        strbuf_addch(out, '}');
    } else if (shape->kind == SHAPE_LIST && doc_is_array(node)) {
        strbuf_addch(out, '[');
        for (const cJSON *child = node->child; child; child = child->next) {
            add_shaped(out, child, shape->element);
            if (child->next) {
                strbuf_addch(out, ',');
            }
        }
        strbuf_addch(out, ']');
    } else {
        json_print(out, node, 0);
    }
}

/* The properties of a resource. Those kinds of resources that keep their tags apart list them first. */
static void add_properties(struct strbuf *out, const cJSON *node, const struct schema_resource *resource) {
    cJSON *tags = resource->tags_v2 && resource->tags_field ? doc_get(node, resource->tags_field->cfn_name) : NULL;
    if (!tags || tags == node->child) {
        add_struct(out, node, resource->props);
        return;
    }
    bool first = true;
    strbuf_addch(out, '{');
    add_key(out, &first, resource->tags_field->jsii_name);
    add_shaped(out, tags, resource->tags_field->render);
    for (const cJSON *child = node->child; child; child = child->next) {
        if (child != tags) {
            const struct schema_field *field = cfn_field(resource->props, child->string);
            add_key(out, &first, field ? field->jsii_name : child->string);
            add_shaped(out, child, field ? field->render : NULL);
        }
    }
    strbuf_addch(out, '}');
}

static void add_attributes(lua_State *L, struct strbuf *out, struct node *node) {
    const struct element *e = node->element;
    strbuf_adds(out, ",\"attributes\":{\"aws:cdk:cloudformation:type\":");
    const char *type = schema_resource(e->type)->cfn_type;
    json_add_string(out, type, strlen(type));
    const char *id = element_logical_id(L, node);
    strbuf_adds(out, ",\"aws:cdk:cloudformation:logicalId\":");
    json_add_string(out, id, strlen(id));
    strbuf_adds(out, ",\"aws:cdk:cloudformation:props\":");
    if (!e->properties) {
        strbuf_adds(out, "{}");
    } else {
        add_properties(out, e->properties, schema_resource(e->type));
    }
    strbuf_addch(out, '}');
}

static void add_tree_node(lua_State *L, struct strbuf *out, struct node *node) {
    luaL_checkstack(L, 8, "tree too deep");
    node_push(L, node);
    const struct schema_type *type = class_schema_of(L, -1);
    const char *fqn = type ? type->fqn : "constructs.Construct";
    lua_pop(L, 1);
    size_t length;
    const char *path = (node_push_path(L, node), lua_tolstring(L, -1, &length));
    strbuf_adds(out, "{\"id\":");
    json_add_string(out, node->id_length ? node->id : "App", node->id_length ? node->id_length : 3);
    strbuf_adds(out, ",\"path\":");
    json_add_string(out, path, length);
    lua_pop(L, 1);
    strbuf_adds(out, ",\"constructInfo\":{\"fqn\":");
    json_add_string(out, fqn, strlen(fqn));
    strbuf_adds(out, strncmp(fqn, "constructs.", 11) == 0 ? ",\"version\":\"" CONSTRUCTS_VERSION "\"}"
                                                          : ",\"version\":\"" LIBRARY_VERSION "\"}");
    if (node->element && node->element->type && node->element->rendered) {
        add_attributes(L, out, node);
    }
    if (node->child_count) {
        strbuf_adds(out, ",\"children\":{");
        for (uint32_t i = 0; i < node->child_count; i++) {
            const struct node *child = node->children[i];
            if (i) {
                strbuf_addch(out, ',');
            }
            json_add_string(out, child->id, child->id_length);
            strbuf_addch(out, ':');
            add_tree_node(L, out, node->children[i]);
        }
        strbuf_addch(out, '}');
    }
    strbuf_addch(out, '}');
}

/* What a construct takes in tree.json, more or less. */
enum { TREE_NODE_BYTES = 360 };

/* engine.tree(root) → the text of tree.json, as a buffer that an output takes as it is */
static int l_tree(lua_State *L) {
    struct node *root = node_check(L, 1);
    struct strbuf *out = push_strbuf(L);
    strbuf_reserve(out, root->tree_size * (size_t)TREE_NODE_BYTES); /* growing by doubling would hold it twice */
    strbuf_adds(out, "{\"version\":\"tree-0.1\",\"tree\":");
    add_tree_node(L, out, root);
    strbuf_addch(out, '}');
    return 1;
}

/* --- tree passes for the synthesis driver --------------------------------------------------------------------------------- */

struct finder {
    lua_State *L;
    unsigned flag;
    bool found;
};

static bool has_aspects(struct node *node, void *data) {
    struct finder *f = data;
    node_push(f->L, node);
    lua_pushliteral(f->L, "_aspects");
    f->found = lua_rawget(f->L, -2) != LUA_TNIL;
    lua_pop(f->L, 2);
    return !f->found;
}

/* engine.has_aspects(root): whether any construct of the tree has aspects */
static int l_has_aspects(lua_State *L) {
    struct finder f = {.L = L};
    node_walk(node_check(L, 1), has_aspects, &f);
    lua_pushboolean(L, f.found);
    return 1;
}

/* Appends the construct to the list on top of the stack. */
static void append(lua_State *L, struct node *node) {
    node_push(L, node);
    lua_rawseti(L, -2, (lua_Integer)lua_rawlen(L, -2) + 1);
}

static bool list_flagged(struct node *node, void *data) {
    const struct finder *f = data;
    if (node->flags & f->flag) {
        append(f->L, node);
    }
    return true;
}

/* engine.find(root, kind) → constructs of the tree that have validations, or are stacks, …; parents first */
static int l_find(lua_State *L) {
    static const char *const kinds[] = {"validation", "stack", "stage", "nested", "resource", NULL};
    static const unsigned flags[] = {NODE_VALIDATIONS, NODE_STACK, NODE_STAGE, NODE_NESTED, NODE_RESOURCE};
    struct node *root = node_check(L, 1);
    struct finder f = {.L = L, .flag = flags[luaL_checkoption(L, 2, NULL, kinds)]};
    lua_newtable(L);
    node_walk(root, list_flagged, &f);
    return 1;
}

static void list_stages(lua_State *L, struct node *node) {
    for (uint32_t i = 0; i < node->child_count; i++) {
        if (node->children[i]->flags & NODE_STAGE) {
            append(L, node->children[i]);
        } else {
            list_stages(L, node->children[i]);
        }
    }
}

/* engine.nested_stages(stage) → the stages directly inside of it */
static int l_nested_stages(lua_State *L) {
    struct node *node = node_check(L, 1);
    lua_newtable(L);
    list_stages(L, node);
    return 1;
}

static void list_writers(lua_State *L, struct node *node) {
    for (uint32_t i = 0; i < node->child_count; i++) {
        if (!(node->children[i]->flags & NODE_STAGE)) {
            list_writers(L, node->children[i]);
        }
    }
    if (node->flags & (NODE_STACK | NODE_SYNTHESIS)) {
        append(L, node);
    }
}

/* engine.writers(stage) → stacks and other constructs that write files, children first */
static int l_writers(lua_State *L) {
    struct node *node = node_check(L, 1);
    lua_newtable(L);
    list_writers(L, node);
    return 1;
}

static void list_nested_stacks(lua_State *L, struct node *node) {
    for (uint32_t i = 0; i < node->child_count; i++) {
        if (!(node->children[i]->flags & NODE_STAGE)) {
            list_nested_stacks(L, node->children[i]);
        }
    }
    if (node->flags & NODE_NESTED) {
        append(L, node);
    }
}

/* engine.nested_stacks(stage) → its nested stacks, the innermost first */
static int l_nested_stacks(lua_State *L) {
    struct node *node = node_check(L, 1);
    lua_newtable(L);
    list_nested_stacks(L, node);
    return 1;
}

static bool set_seen(struct node *node, void *data) {
    (void)data;
    node->flags |= NODE_SEEN;
    return true;
}

/* engine.remember_tree(stage): notes which constructs there are now */
static int l_remember_tree(lua_State *L) {
    node_walk(node_check(L, 1), set_seen, NULL);
    return 0;
}

/* Appends "+path" for the topmost constructs that were not there when the tree was remembered. */
static void list_added(lua_State *L, struct node *node) {
    if (!(node->flags & NODE_SEEN)) {
        const char *path = node_push_path(L, node);
        lua_pushfstring(L, "+%s", path);
        lua_remove(L, -2);
        lua_rawseti(L, -2, (lua_Integer)lua_rawlen(L, -2) + 1);
        return;
    }
    for (uint32_t i = 0; i < node->child_count; i++) {
        list_added(L, node->children[i]);
    }
}

/* Appends "-path" for constructs that were remembered and are no longer among the children of their parent. */
static void list_removed(lua_State *L, struct node *root) {
    int list = lua_gettop(L);
    node_push_extras(L, root->root, false);
    lua_getfield(L, -1, "all");
    lua_Integer count = (lua_Integer)lua_rawlen(L, -1);
    for (lua_Integer i = 1; i <= count; i++) {
        lua_rawgeti(L, list + 2, i);
        struct node *node = node_of(L, -1);
        lua_pop(L, 1);
        if (node->flags & NODE_SEEN && node->parent && node_is_below(node, root) &&
            node_child(node->parent, node->id, node->id_length) != node) {
            const char *path = node_push_path(L, node);
            lua_pushfstring(L, "-%s", path);
            lua_rawseti(L, list, (lua_Integer)lua_rawlen(L, list) + 1);
            lua_pop(L, 1);
        }
    }
    lua_settop(L, list);
}

/* engine.tree_changes(stage) → list of "+path" and "-path" since the tree was remembered */
static int l_tree_changes(lua_State *L) {
    struct node *node = node_check(L, 1);
    lua_newtable(L);
    list_added(L, node);
    list_removed(L, node);
    return 1;
}

static const luaL_Reg functions[] = {{"synthesis_begin", l_synthesis_begin},
                                     {"synthesis_end", l_synthesis_end},
                                     {"render", l_render},
                                     {"settle", l_settle},
                                     {"settler", l_settler},
                                     {"template", l_template},
                                     {"metadata", l_metadata},
                                     {"tree", l_tree},
                                     {"has_aspects", l_has_aspects},
                                     {"find", l_find},
                                     {"nested_stages", l_nested_stages},
                                     {"nested_stacks", l_nested_stacks},
                                     {"writers", l_writers},
                                     {"remember_tree", l_remember_tree},
                                     {"tree_changes", l_tree_changes},
                                     {NULL, NULL}};

void synth_open(lua_State *L) { luaL_setfuncs(L, functions, 0); }
