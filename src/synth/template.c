/* Templates: sections, logical ids, options of the stack. */
#include "synth/template.h"

#include <lauxlib.h>
#include <string.h>

#include "assembly/json.h"
#include "base/key_index.h"
#include "object/class.h"
#include "object/diagnostics.h"
#include "object/values.h"
#include "synth/element.h"
#include "synth/policies.h"
#include "synth/render.h"
#include "synth/resources.h"
#include "synth/synth.h"
#include "synth/provider_rules.h"
#include "synth/targets.h"

/* Calls `visit` for the elements of the stack, in the order of the template. */
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

struct template {
    struct resolver r;
    cJSON *sections;         /* object of objects */
    struct key_index *sets;  /* the ids of each section */
    int types;               /* stack index of the table that counts resources by type */
    bool judged;             /* actions of policies are judged */
    cJSON *transforms;       /* once fragments contain some: all of them, */
    struct key_index *named; /* and those that are strings */
};

enum { MAX_SECTIONS = 32 };

/* The section of that name, created with its first element, and its number. */
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
    if (number >= MAX_SECTIONS || key_index_get(&t->sets[number], id)) {
        lua_State *L = t->r.L;
        node_push(L, node);
        engine_fail(L, lua_gettop(L),
                    "section '%s' already contains '%s': two elements of the stack have the same logical id", name, id);
    }
    const char *key = doc_key(t->r.arena, id, strlen(id));
    key_index_set(&t->sets[number], key, entry);
    doc_set(where, key, entry);
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

/* Whether a transform is new; maps always are. */
static bool is_new_transform(struct key_index *named, cJSON *transform) {
    if (!doc_is_string(transform)) {
        return true;
    }
    bool known = key_index_get(named, transform->valuestring);
    key_index_set(named, transform->valuestring, transform);
    return !known;
}

static void add_transforms(struct template *t, const cJSON *more) {
    cJSON *copy = doc_copy(t->r.arena, more), *next;
    for (cJSON *one = doc_is_array(copy) ? copy->child : copy; one; one = next) {
        next = doc_is_array(copy) ? one->next : NULL;
        if (is_new_transform(t->named, one)) {
            doc_add(t->transforms, one);
        }
    }
}

/* A single transform alone, several as a list without repetitions. */
static void merge_transforms(struct template *t, cJSON *old, const cJSON *more) {
    if (!t->transforms) {
        t->transforms = doc_array(t->r.arena);
        t->named = arena_calloc(t->r.arena, 1, sizeof *t->named);
        t->named->arena = t->r.arena;
        add_transforms(t, old);
    }
    add_transforms(t, more);
    cJSON *first = t->transforms->child;
    doc_overwrite(old, first && !first->next ? first : t->transforms);
}

static void fail_fragment(struct template *t, struct node *node, const char *text, const char *name) {
    node_push(t->r.L, node);
    engine_fail(t->r.L, lua_gettop(t->r.L), text, name);
}

/* Merges a part that already exists and is not a section of entries. False for others. */
static bool merge_top_level(struct template *t, struct node *node, cJSON *old, cJSON *part) {
    lua_State *L = t->r.L;
    if (strcmp(part->string, "Transform") == 0) {
        merge_transforms(t, old, part);
        return true;
    }
    bool version = strcmp(part->string, "AWSTemplateFormatVersion") == 0;
    if (!version && strcmp(part->string, "Description") != 0) {
        return false;
    }
    if (!doc_is_string(old) || !doc_is_string(part)) {
        fail_fragment(t, node, "%s must be a string", part->string);
    } else if (!version) {
        lua_pushfstring(L, "%s\n%s", old->valuestring, part->valuestring);
        doc_overwrite(old, doc_string(t->r.arena, lua_tostring(L, -1), lua_rawlen(L, -1)));
        lua_pop(L, 1);
    } else if (strcmp(old->valuestring, part->valuestring) != 0) {
        node_push(L, node);
        engine_fail(L, lua_gettop(L), "conflicting template format versions '%s' and '%s'", old->valuestring,
                    part->valuestring);
    }
    return true;
}

/* Adds a fragment, which has whole sections of its own (CfnInclude). */
static void add_fragment(struct template *t, struct node *node, cJSON *fragment) {
    cJSON *next;
    for (cJSON *part = fragment->child; part; part = next) {
        next = part->next;
        cJSON *old = doc_get(t->sections, part->string);
        if (old && merge_top_level(t, node, old, part)) {
            continue;
        }
        if (!doc_is_object(part)) {
            if (old) {
                fail_fragment(t, node, "the section '%s' already exists", part->string);
            }
            doc_set(t->sections, part->string, part);
            continue;
        }
        size_t number;
        cJSON *following;
        for (cJSON *entry = part->child; entry; entry = following) {
            following = entry->next;
            const char *id = entry->string;
            if (strcmp(part->string, "Resources") == 0) {
                count_type(t, entry);
            }
            add_entry(t, node, part->string, id, entry);
        }
        if (!part->child) {
            section(t, part->string, &number);
        }
    }
}

/* Moves keys about the template as a whole to the front, in this order, whoever set them. */
static void head_first(struct template *t) {
    static const char *const names[] = {"Description", "Transform", "AWSTemplateFormatVersion", "Metadata"};
    cJSON *ordered = doc_object(t->r.arena), *next;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        cJSON *part = doc_get(t->sections, names[i]);
        if (part) {
            doc_remove(t->sections, part);
            doc_set(ordered, part->string, part);
        }
    }
    for (cJSON *part = t->sections->child; part; part = next) {
        next = part->next;
        doc_add(ordered, part);
    }
    t->sections = ordered;
}

static void add_element(struct node *node, void *data) {
    struct template *t = data;
    lua_State *L = t->r.L;
    cJSON *entry = element_render(&t->r, node);
    if (!entry) {
        return;
    }
    if (t->judged) {
        node_push(L, node);
        bool resource = node->flags & NODE_RESOURCE;
        policies_judge(L, t->r.arena, lua_gettop(L), resource ? element_logical_id(L, node) : NULL, entry);
        lua_pop(L, 1);
    }
    if (node->flags & NODE_RESOURCE) {
        count_type(t, entry);
        add_entry(t, node, "Resources", element_logical_id(L, node), entry);
        return;
    }
    element_push_section(L, node);
    if (lua_isnil(L, -1)) {
        add_fragment(t, node, entry);
    } else if (!lua_isstring(L, -1)) {
        node_push(L, node);
        int construct = lua_gettop(L);
        engine_fail(L, construct, "_section must be the name of a section, got %s", push_display(L, construct - 1));
    } else {
        add_entry(t, node, lua_tostring(L, -1), element_logical_id(L, node), entry);
    }
    lua_pop(L, 1);
}

/* Sets a top-level key from the stack's template_options, before all sections. */
static void add_option(struct template *t, int options, const char *option, const char *key) {
    lua_State *L = t->r.L;
    lua_getfield(L, options, option);
    cJSON *value = resolve_value(&t->r, lua_gettop(L));
    if (value) {
        doc_set(t->sections, key, value);
    }
    lua_pop(L, 1);
}

/* Transform: a single name alone, several as a list without repetitions. */
static void add_stack_transforms(struct template *t, int options) {
    lua_State *L = t->r.L;
    cJSON *all = doc_array(t->r.arena);
    struct key_index named = {.arena = t->r.arena};
    size_t added = 0; /* adding the same one twice makes a list with one entry, as in the reference */
    lua_getfield(L, options, "transforms");
    cJSON *value = resolve_value(&t->r, lua_gettop(L)), *next;
    lua_pop(L, 1);
    bool is_list = value && doc_is_array(value);
    for (cJSON *one = is_list ? value->child : value; one; one = next) {
        next = is_list ? one->next : NULL;
        added++;
        if (is_new_transform(&named, one)) {
            doc_add(all, one);
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
                engine_fail(L, lua_gettop(L),
                            "rename_logical_id: there is no element with the logical id '%s' in the stack",
                            lua_tostring(L, -3));
            }
            lua_pop(L, 1);
        }
    }
    lua_settop(L, top);
}

/* For targets_judge, provider_judge and resources_judge: asks the judge about faults of elements, or of the stack if
 * there is no element with the logical id. */
struct judged {
    lua_State *L;
    struct node *stack;
    struct key_index elements; /* logical id → node; filled at the first fault */
};

static void add_judged(struct node *node, void *data) {
    struct judged *judged = data;
    const char *id = element_logical_id(judged->L, node);
    if (!key_index_get(&judged->elements, id)) {
        key_index_set(&judged->elements, arena_strdup(judged->elements.arena, id), node);
    }
}

static void tell_target(lua_State *L, const struct target_fault *fault, void *data) {
    struct judged *judged = data;
    if (judged->elements.count == 0) {
        each_element(judged->stack, add_judged, judged);
    }
    struct node *found = key_index_get(&judged->elements, fault->id);
    targets_push_judge(L);
    node_push(L, found ? found : judged->stack);
    lua_pushstring(L, fault->id);
    lua_pushstring(L, fault->property);
    lua_pushstring(L, fault->rule);
    lua_pushstring(L, fault->wrong);
    lua_pushstring(L, fault->right);
    lua_call(L, 6, 0);
}

/* engine.template(stack [, { compact = true, indent = 1 }]) → the template's text as a buffer, and a table counting
 * resources by type */
static int l_template(lua_State *L) {
    struct node *stack = node_check(L, 1);
    lua_settop(L, 2);
    bool compact = false;
    int indent = 1;
    if (lua_istable(L, 2)) {
        lua_getfield(L, 2, "compact");
        compact = lua_toboolean(L, -1);
        lua_getfield(L, 2, "indent");
        lua_Integer given = luaL_optinteger(L, -1, indent);
        luaL_argcheck(L, given >= 0 && given <= 8, 2, "indent must be 0 to 8");
        indent = (int)given;
    }
    lua_getfield(L, 1, "_suppress_template_indentation");
    compact = compact || lua_toboolean(L, -1);
    lua_settop(L, 2);
    bool own;
    struct arena *ids = push_arena(L); /* freed with the call, while documents stay to the end of the synthesis */
    struct key_index sets[MAX_SECTIONS] = {0};
    struct template t = {.r = synth_push_resolver(L, stack, &own), .sets = sets, .judged = policies_are_judged(L)};
    for (size_t i = 0; i < MAX_SECTIONS; i++) {
        sets[i].arena = ids;
    }
    t.sections = doc_object(t.r.arena);
    lua_newtable(L);
    t.types = lua_gettop(L);

    if (lua_getfield(L, 1, "template_options") == LUA_TTABLE) {
        int options = lua_gettop(L);
        add_option(&t, options, "description", "Description");
        add_stack_transforms(&t, options);
        add_option(&t, options, "template_format_version", "AWSTemplateFormatVersion");
        add_option(&t, options, "metadata", "Metadata");
    }
    lua_pop(L, 1);
    each_element(stack, add_element, &t);
    head_first(&t);
    synth_raise_fault(L);
    check_renames(L, stack);
    struct judged judged = {.L = L, .stack = stack, .elements = {.arena = t.r.arena}};
    if (targets_are_judged(L)) {
        targets_judge(L, t.r.arena, t.sections, tell_target, &judged);
        provider_judge(L, t.r.arena, t.sections, tell_target, &judged);
    }
    if (resources_are_judged(L)) {
        resources_judge(L, t.sections, tell_target, &judged);
    }

    arena_free(ids);

    struct strbuf *out = push_strbuf(L);
    json_print(out, t.sections, compact ? 0 : indent);
    lua_pushvalue(L, t.types);
    if (own) {
        synth_end(L);
    }
    return 2;
}

/* ---- lists of elements ------------------------------------------------------------------------------------------- */

struct listing {
    lua_State *L;
    struct strbuf *out;
};

static void add_field(struct strbuf *out, const char *text, char end) {
    strbuf_adds(out, text ? text : "");
    strbuf_addch(out, end);
}

static void list_element(struct node *node, void *data) {
    struct listing *list = data;
    lua_State *L = list->L;
    int top = lua_gettop(L);
    if (node->flags & NODE_SKIPPED) {
        return;
    }
    add_field(list->out, element_logical_id(L, node), '\t');
    element_push_section(L, node);
    add_field(list->out, lua_tostring(L, -1), '\t');
    node_push_path(L, node);
    add_field(list->out, lua_tostring(L, -1), '\t');
    node_push(L, node);
    add_field(list->out, class_name_of(L, -1), '\t');
    if (node->source) {
        push_location(L, node->source, node->line);
    } else {
        lua_pushnil(L);
    }
    add_field(list->out, lua_tostring(L, -1), '\n');
    lua_settop(L, top);
}

/* engine.elements(stack) → text with a line for each element: logical id, section, path of the construct, name of its
 * class, and where it was made ("app.lua:12"), separated by tabs. In the order of the template. */
static int l_elements(lua_State *L) {
    struct node *stack = node_check(L, 1);
    struct listing list = {.L = L, .out = push_strbuf(L)};
    each_element(stack, list_element, &list);
    lua_pushlstring(L, list.out->data ? list.out->data : "", list.out->length);
    return 1;
}

static const luaL_Reg functions[] = {{"template", l_template}, {"elements", l_elements}, {NULL, NULL}};

void template_open(lua_State *L) { luaL_setfuncs(L, functions, 0); }
