--- A graph of `luacdk graph` as a page that needs nothing else: its programs, its style and the graph are all in it.
--- What the page does is in page/page.js.
local assembly = require "luacdk.assembly"
local assets = require "luacdk.assets"
local base64 = require "aws_cdk.private.base64"
local engine = require "luacdk.engine"

local list, ordered = engine.list, engine.ordered

local PAGE = [[
<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy"
content="default-src 'none'; script-src %(script_hashes)s; style-src %(style_hash)s">
<meta name="viewport" content="width=device-width">
<title>%(title)s</title>
<style>%(style)s</style>
</head>
<body>
<header>
<h1 title="%(title)s">%(title)s</h1>
<span id="counts"></span>
<input id="search" type="search" placeholder="Search: / then Enter" aria-label="Search" autocomplete="off"
spellcheck="false">
<span id="hits" role="status"></span>
<span class="space"></span>
<button type="button" id="open" title="Open all constructs">Open all</button>
<button type="button" id="close" title="Close all constructs">Close all</button>
<button type="button" id="fit" title="Show all (0)">Fit</button>
<button type="button" id="zoom-out" title="Smaller (-)">−</button>
<button type="button" id="zoom-in" title="Larger (+)">+</button>
<button type="button" id="side" title="Show or hide the filters">Filters</button>
</header>
<aside id="filters">
<details open><summary>Stacks</summary><p></p><ul id="stacks"></ul></details>
<details open><summary>Types</summary><p></p><ul id="types"></ul></details>
<details open class="legend"><summary>Arrows</summary><p></p><ul>
<li><svg viewBox="0 0 34 12"><path d="M1 6H33"/></svg>refers to</li>
<li><svg viewBox="0 0 34 12"><path class="import" d="M1 6H33"/></svg>imports from another stack</li>
<li><svg viewBox="0 0 34 12"><path class="order" d="M1 6H33"/></svg>only DependsOn</li>
<li><svg viewBox="0 0 34 12"><path class="need" d="M2 6H33"/></svg>stack depends on stack</li>
</ul></details>
</aside>
<main id="stage">
<svg id="picture" aria-label="Graph">
<defs>
%(markers)s</defs>
<g id="view"></g>
</svg>
<div id="waiting">Drawing %(count)s …</div>
<div id="nothing" hidden>No resources to show</div>
<section id="details" hidden aria-live="polite"></section>
</main>
<script type="application/json" id="data">%(data)s</script>
%(scripts)s</body>
</html>
]]

local MARKER = [[
<marker id="arrow%s" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="9" markerHeight="9"
markerUnits="userSpaceOnUse" orient="auto"><path d="M0 1L10 5L0 9Z"/></marker>
]]

local SCRIPTS = { "dagre.js", "layout.js", "page.js" }

local ENTITIES = { ["&"] = "&amp;", ["<"] = "&lt;", [">"] = "&gt;", ['"'] = "&quot;" }

local function html(text) return (text:gsub('[&<>"]', ENTITIES)) end

local function source(name) return require("luacdk.graph.page." .. name) end

-- The policy of the page lets only these texts run.
local function hash_of(text)
  local digest = assets.sha256(text):gsub("%x%x", function(byte) return string.char(tonumber(byte, 16)) end)
  return ("'sha256-%s'"):format(base64(digest))
end

-- Indexes from 0, as the page counts.
local function index_of(things)
  local index = {}
  for i, thing in ipairs(things) do index[thing] = i - 1 end
  return index
end

-- The L2 constructs around the nodes: a list, and the index of each path.
local function groups_of(nodes, stack_index)
  local rows, index = {}, {}
  for _, node in ipairs(nodes) do
    local owner = node.owner
    if owner and not index[owner] then
      index[owner] = #rows
      rows[#rows + 1] = ordered("path", owner.path, "class", owner.class, "stack", stack_index[node.stack])
    end
  end
  return rows, index
end

local function data_of(graph)
  local shown, nodes = {}, {}
  for _, stack in ipairs(graph.stacks) do
    if stack.selected then
      shown[#shown + 1] = stack
      table.move(stack.nodes, 1, #stack.nodes, #nodes + 1, nodes)
    end
  end
  local stack_index, node_index = index_of(shown), index_of(nodes)
  local groups, group_index = groups_of(nodes, stack_index)
  local stacks, rows, edges = {}, {}, {}
  for i, stack in ipairs(shown) do
    local needs = {}
    for _, other in ipairs(stack.needs) do needs[#needs + 1] = stack_index[other] end
    stacks[i] = ordered("path", stack.path, "environment", stack.environment, "parent", stack_index[stack.parent],
      "needs", list(needs))
  end
  for i, node in ipairs(nodes) do
    rows[i] = ordered("path", node.path, "class", node.class, "type", node.types[1] or "", "id", node.ids[1],
      "stack", stack_index[node.stack], "group", node.owner and group_index[node.owner] or nil)
  end
  for i, edge in ipairs(graph.edges) do
    edges[i] = list { node_index[edge.from], node_index[edge.to], list(edge.via) }
  end
  local json = assembly.print_json(ordered("stacks", list(stacks), "groups", list(groups), "nodes", list(rows),
    "edges", list(edges)))
  return json:gsub("<", "\\u003c"), #nodes -- no end of the element, no comment
end

--- The page of a graph in which each resource is a node (`resources` of luacdk.graph).
return function(graph, name)
  local scripts, hashes, markers = {}, {}, {}
  for i, script in ipairs(SCRIPTS) do
    local text = source(script)
    scripts[i] = "<script>" .. text .. "</script>\n"
    hashes[i] = hash_of(text)
  end
  for i, kind in ipairs { "", "-import", "-order", "-need", "-near" } do markers[i] = MARKER:format(kind) end
  local style = source "page.css"
  local data, count = data_of(graph)
  local parts = {
    title = html(name), style = style, style_hash = hash_of(style), script_hashes = table.concat(hashes, " "),
    scripts = table.concat(scripts), markers = table.concat(markers), data = data,
    count = count == 1 and "1 resource" or count .. " resources",
  }
  return (PAGE:gsub("%%%((.-)%)s", parts))
end
