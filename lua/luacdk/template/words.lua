--- What fits `--set`, `--only` and `--env` of a definition: called by src/cli/completion.c after a dry run with the
--- action "complete". Returns lines of a kind ("set" or "only"), a candidate and what it is, separated by tabs.
local Matrix = require "luacdk.template.matrix"
local settings = require "luacdk.settings"

-- Texts come from definitions: a tab or line break would make other candidates of them.
local function plain(text) return (text:gsub("%c", " ")) end

local function add(lines, kind, candidate, what)
  if not candidate:find "%c" then lines[#lines + 1] = ("%s\t%s\t%s\n"):format(kind, candidate, plain(what or "")) end
end

local function add_parameters(lines, specs, order, prefix)
  for _, name in ipairs(order) do
    local spec, path = specs[name], prefix .. name
    add(lines, "set", path .. "=", spec.doc)
    local choices = spec.type == "boolean" and { "true", "false" } or spec.type ~= "code" and spec.one_of or {}
    for _, choice in ipairs(choices) do add(lines, "set", path .. "=" .. tostring(choice)) end
    if spec.fields then add_parameters(lines, spec.fields, spec.order, path .. ".") end
    for i, kind in ipairs(spec.kinds and spec.order or {}) do
      local variant = spec.kinds[kind]
      if i == 1 then add(lines, "set", ("%s.%s="):format(path, spec.key), spec.doc) end
      add(lines, "set", ("%s.%s=%s"):format(path, spec.key, kind))
      add_parameters(lines, variant.fields, table.move(variant.order, 2, #variant.order, 1, {}), path .. ".")
    end
  end
end

return function()
  local definition = settings.completed
  if not definition then return "" end
  local template = Matrix.is_matrix(definition) and definition._template or definition
  local lines = {}
  add_parameters(lines, template._specs, template._order, "")
  for _, axis in ipairs(definition._axes or {}) do
    add(lines, "only", axis .. "=", "")
    for _, entry in ipairs(definition._entries[axis]) do add(lines, "only", axis .. "=" .. entry.text) end
  end
  return table.concat(lines)
end
