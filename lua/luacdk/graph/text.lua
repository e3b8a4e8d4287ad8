--- A graph of `luacdk graph` as text: DOT and Mermaid.
local graph_text = {}

-- Control characters, and what is not UTF-8, become visible in any text.
local function plain(text)
  if not utf8.len(text) then text = text:gsub("[\x80-\xFF]", "?") end
  text = text:gsub("[%c\127]", "?"):gsub("\xC2[\x80-\x9F]", "?")
  return text
end

-- The lines of a node: its place in its stack, its class or type, and how many resources it stands for.
local function lines_of(node)
  local stack, place = node.stack.path, node.path
  if place:sub(1, #stack + 1) == stack .. "/" then place = place:sub(#stack + 2) end
  local count = #node.ids
  local kind = node.class and not node.class:find "^cdk%.Cfn" and not node.class:find "%.Cfn[^.]*$" and node.class
    or node.types[1]
  return { place, kind, count > 1 and ("%d resources"):format(count) or nil }
end

-- Whether an edge is there only because of DependsOn.
local function only_orders(edge) return #edge.via == 1 and edge.via[1] == "DependsOn" end

-- ---- DOT ------------------------------------------------------------------------------------------------------------

-- An identifier in quotes. A backslash before a quote or at the end would escape it.
local function dot_id(text) return '"' .. plain(text):gsub("\\", "\\\\"):gsub('"', '\\"') .. '"' end

-- A label, in which DOT also replaces entities.
local function dot_label(lines)
  local parts = {}
  for i, line in ipairs(lines) do
    parts[i] = plain(line):gsub("&", "&amp;"):gsub("\\", "\\\\"):gsub('"', '\\"')
  end
  return '"' .. table.concat(parts, "\\n") .. '"'
end

-- The node that stands for a stack where an arrow begins or ends: its first, else one of its own.
local function anchor(stack)
  if stack.nodes[1] then return stack.nodes[1].id end
  for _, inner in ipairs(stack.inner) do
    local found = anchor(inner)
    if found then return found end
  end
end

local function dot_stack(out, stack, indent)
  local function add(...) out[#out + 1] = indent .. table.concat { ... } end
  add("subgraph ", dot_id("cluster_" .. stack.id), " {")
  add("  label = ", dot_label { stack.path }, ";")
  for _, node in ipairs(stack.nodes) do
    add("  ", dot_id(node.id), " [label = ", dot_label(lines_of(node)), "];")
  end
  if not anchor(stack) then add("  ", dot_id(stack.id), ' [shape = point, style = invis, label = ""];') end
  for _, inner in ipairs(stack.inner) do dot_stack(out, inner, indent .. "  ") end
  add "}"
end

function graph_text.dot(graph, name)
  local out = {
    "digraph " .. dot_id(name) .. " {",
    "  compound = true;",
    "  rankdir = LR;",
    '  node [shape = box, style = rounded, fontname = "sans-serif"];',
    '  graph [style = rounded, fontname = "sans-serif"];',
  }
  for _, stack in ipairs(graph.stacks) do
    if stack.selected and not stack.parent then dot_stack(out, stack, "  ") end
  end
  for _, edge in ipairs(graph.edges) do
    out[#out + 1] = ("  %s -> %s%s;"):format(dot_id(edge.from.id), dot_id(edge.to.id),
      only_orders(edge) and " [style = dashed]" or "")
  end
  for _, stack in ipairs(graph.stacks) do
    for _, other in ipairs(stack.needs) do
      out[#out + 1] = ("  %s -> %s [ltail = %s, lhead = %s, style = dotted];"):format(
        dot_id(anchor(stack) or stack.id), dot_id(anchor(other) or other.id), dot_id("cluster_" .. stack.id),
        dot_id("cluster_" .. other.id))
    end
  end
  out[#out + 1] = "}\n"
  return table.concat(out, "\n")
end

-- ---- Mermaid --------------------------------------------------------------------------------------------------------

local ENTITIES = { ['"'] = "#quot;", ["&"] = "#amp;", ["<"] = "#lt;", [">"] = "#gt;" }

-- Mermaid reads quotes, entities, HTML and Markdown in texts.
local function mermaid_text(text)
  return (plain(text):gsub("[^%w /:.,%-\x80-\xFF]", function(character)
    return ENTITIES[character] or ("#%d;"):format(character:byte())
  end))
end

local function mermaid_label(lines)
  local parts = {}
  for i, line in ipairs(lines) do parts[i] = mermaid_text(line) end
  return '"' .. table.concat(parts, "<br>") .. '"'
end

local function mermaid_stack(out, stack, indent)
  out[#out + 1] = ("%ssubgraph s%d [%s]"):format(indent, stack.number, mermaid_label { stack.path })
  for _, node in ipairs(stack.nodes) do
    out[#out + 1] = ("%s  n%d[%s]"):format(indent, node.number, mermaid_label(lines_of(node)))
  end
  for _, inner in ipairs(stack.inner) do mermaid_stack(out, inner, indent .. "  ") end
  out[#out + 1] = indent .. "end"
end

function graph_text.mermaid(graph)
  local out = { "flowchart LR" }
  for _, stack in ipairs(graph.stacks) do
    if stack.selected and not stack.parent then mermaid_stack(out, stack, "  ") end
  end
  for _, edge in ipairs(graph.edges) do
    out[#out + 1] = ("  n%d %s n%d"):format(edge.from.number, only_orders(edge) and "-.->" or "-->", edge.to.number)
  end
  for _, stack in ipairs(graph.stacks) do
    for _, other in ipairs(stack.needs) do out[#out + 1] = ("  s%d ==> s%d"):format(stack.number, other.number) end
  end
  return table.concat(out, "\n") .. "\n"
end

return graph_text
