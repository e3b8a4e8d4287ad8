--- Resources of which the logical id alone changed: CloudFormation would destroy one and create its equal.
local moves = {}

-- Ids that change by design: these are made anew whenever what they stand for changes.
local MADE_ANEW = { ["AWS::Lambda::Version"] = true, ["AWS::ApiGateway::Deployment"] = true,
  ["AWS::ApiGatewayV2::Deployment"] = true }

-- Adds a text of the value in which keys are sorted, and ids are renamed, so that equal resources have equal texts.
local function add_canonical(parts, value, renamed, key)
  if type(value) ~= "table" then
    local is_id = key == "Ref" or key == "DependsOn"
    parts[#parts + 1] = type(value) .. ":" .. tostring(is_id and renamed[value] or value) .. "\0"
    return
  end
  if #value > 0 then
    parts[#parts + 1] = "["
    for i, entry in ipairs(value) do
      add_canonical(parts, entry, renamed, (key == "DependsOn" or key == "Fn::GetAtt" and i == 1) and "DependsOn")
    end
    parts[#parts + 1] = "]"
    return
  end
  local keys = {}
  for name in pairs(value) do
    if name ~= "aws:cdk:path" then keys[#keys + 1] = name end
  end
  table.sort(keys)
  parts[#parts + 1] = "{"
  for _, name in ipairs(keys) do
    parts[#parts + 1] = name .. "\0"
    add_canonical(parts, value[name], renamed, name)
  end
  parts[#parts + 1] = "}"
end

local function canonical(resource, renamed)
  local parts = {}
  add_canonical(parts, resource, renamed, "")
  return table.concat(parts)
end

-- The changes of one kind that are not yet moves, by their texts; false where several have the same.
local function by_text(changes, kind, renamed)
  local found = {}
  for _, change in ipairs(changes) do
    if change.section == "Resources" and change.kind == kind and not change.moved and not MADE_ANEW[change.type] then
      local text = canonical(change[kind == "add" and "new" or "old"], renamed)
      found[text] = found[text] == nil and change or false
    end
  end
  return found
end

--- The moves among a stack's changes: { from = change, to = change }. Their changes get `moved`, the other id. What
--- refers to something that moved moves with it.
function moves.of(changes)
  local list, renamed = {}, {}
  repeat
    local before = #list
    local removed = by_text(changes, "remove", renamed)
    local added = next(removed) and by_text(changes, "add", {}) or {}
    for _, change in ipairs(changes) do
      if change.section == "Resources" and change.kind == "add" and not change.moved then
        local text = canonical(change.new, {})
        local from = removed[text]
        if from and added[text] == change then
          change.moved, from.moved = from.id, change.id
          renamed[from.id] = change.id
          list[#list + 1] = { from = from, to = change }
        end
      end
    end
  until #list == before
  return list
end

--- The move in words, with the line that avoids it.
function moves.text(move)
  local from, to = move.from, move.to
  local name = to.construct and to.construct .. " " or ""
  return ('[~] %s %s%s %s, though only its logical id changed: it was %s\n'
    .. '    to keep it: construct.node.default_child:override_logical_id("%s")\n'):format(to.type, name, to.id,
    from.impact == "orphan" and "orphan and create" or "replace", from.id, from.id)
end

return moves
