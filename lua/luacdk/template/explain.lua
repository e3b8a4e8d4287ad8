--- `--explain-values`: the origin of each value, and what it overrides.
local columns = require "luacdk.columns"

local explain = {}

local function shown(node)
  local spec = node.spec
  if spec.row.masked then return spec.row.reference(node.raw, spec) end
  if node.items then
    local words = {}
    for i = 1, node.count do words[i] = shown(node.items[i]) end
    return "[" .. table.concat(words, ", ") .. "]"
  end
  if node.fields then
    local words = {}
    for _, key in ipairs(node.order) do
      if key then words[#words + 1] = key .. " = " .. shown(node.fields[key]) end
    end
    return "{ " .. table.concat(words, ", ") .. " }"
  end
  if node.value == nil then return tostring(node.raw) end
  return spec.row.show(node.value)
end

-- Overridden values may never have been checked, so they are shown as written.
local function shown_below(node)
  if node.spec.row.masked then return shown(node) end
  if node.items or node.fields or node.value ~= nil then return shown(node) end
  return type(node.raw) == "table" and "a table" or tostring(node.raw)
end

local function place_of(node)
  if not node.layer.default then return node.place end
  return node.place and "default, " .. node.place or "default"
end

local function sources(node)
  local words = { place_of(node) }
  if node.items then
    local seen = { [node.place] = true }
    for i = 1, node.count do
      local item = node.items[i]
      if item.layer ~= node.layer and not seen[item.place] then
        seen[item.place] = true
        words[#words + 1] = ("with %s from %s"):format(shown(item), place_of(item))
      end
    end
  end
  local below = node.over
  if below and not node.appended then words[#words + 1] = "" end
  while below and not node.appended do
    words[#words + 1] = ("over %s (%s)"):format(place_of(below), shown_below(below))
    below = below.over
  end
  return words[1] .. (words[2] and "  " .. table.concat(words, ", ", 2):gsub("^, ", "") or "")
end

local function add_table(lines, rows, indent)
  for _, line in ipairs(columns.lines(rows)) do lines[#lines + 1] = indent .. line end
end

--- The values of the parameters that are keys of `names`, each with its place, in one line.
function explain.briefly(values, names)
  local parts = {}
  values:each_leaf(function(path, node)
    if names[path:match "^[^.]+"] then
      parts[#parts + 1] = node and ("%s = %s (%s)"):format(path, shown(node), place_of(node)) or path .. " is not given"
    end
  end)
  return table.concat(parts, ", ")
end

--- The text for the cells of a definition.
function explain.cells(cells)
  local lines = {}
  for _, cell in ipairs(cells) do
    if cell.label then lines[#lines + 1] = ("cell %s: %s"):format(cell.label, cell.name or "failed") end
    if cell.failure then
      lines[#lines + 1] = "  " .. cell.failure
    else
      local rows = {}
      cell.values:each_leaf(function(path, node, spec)
        if node then
          rows[#rows + 1] = { path, shown(node), sources(node) }
        else
          rows[#rows + 1] = { path, "-", spec.deploy and "left to the deployment" or "not given" }
        end
      end)
      add_table(lines, rows, cell.label and "  " or "")
    end
  end
  return table.concat(lines, "\n") .. (#lines > 0 and "\n" or "")
end

return explain
