/* The form of elements in a template. */
#ifndef LUACDK_SYNTH_RENDER_H
#define LUACDK_SYNTH_RENDER_H

#include <lua.h>

#include "synth/resolve.h"

/* Renders an element once; the entry of its template section, or NULL if it renders to nothing. */
cJSON *element_render(struct resolver *r, struct node *node);

/* Pushes the name of the section that an element belongs to ("Resources"); nil for one that renders whole fragments. */
void element_push_section(lua_State *L, struct node *node);

/* Adds the functions of render.c to the module table on top of the stack. */
void render_open(lua_State *L);

#endif
