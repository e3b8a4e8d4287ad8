--- Resources that are what they were, under another logical id or in another stack: CloudFormation would destroy each
--- and create its equal. `cdk refactor`, which keeps them, reads the document that `moves.mapping` makes.
local canonical = require "luacdk.template.canonical"
local engine = require "luacdk.engine"
local template_values = require "luacdk.template_values"

local intrinsic_of, is_map = template_values.intrinsic_of, template_values.is_map

local moves = {}

-- Ids that change by design: these are made anew whenever what they stand for changes.
local MADE_ANEW = { ["AWS::Lambda::Version"] = true, ["AWS::ApiGateway::Deployment"] = true,
  ["AWS::ApiGatewayV2::Deployment"] = true }

-- ---- what a resource is, apart from where it is ---------------------------------------------------------------------

local function location(stack, id) return stack.name .. "\1" .. id end

-- What the stacks of an app export: canonical name → { stack =, value = }.
local function exports_of(side)
  if side.exports then return side.exports end
  side.exports = {}
  for _, stack in ipairs(side.stacks) do
    local outputs = side.template_of(stack).Outputs
    for _, output in pairs(is_map(outputs) and outputs or {}) do
      local export = is_map(output) and output.Export
      local name = is_map(export) and export.Name
      if name then side.exports[canonical(name)] = { stack = stack, value = output.Value } end
    end
  end
  return side.exports
end

local look_at

-- The text that stands for a reference, to a resource of the stack or to what another one exports; its location is
-- added to `refs`. Nil for what is no such reference.
local function reference_text(side, stack, refs, value)
  local name, argument = intrinsic_of(value)
  local resources = side.template_of(stack).Resources
  local function refer(id)
    if type(id) ~= "string" or not (is_map(resources) and resources[id]) then return false end
    refs[#refs + 1] = location(stack, id)
    return true
  end
  if name == "Ref" then
    return refer(argument) and "Ref" or nil
  elseif name == "Fn::GetAtt" and type(argument) == "table" then
    return refer(argument[1]) and "GetAtt " .. look_at(side, stack, refs, argument[2]) or nil
  elseif name == "Fn::Sub" then
    local list = type(argument) == "table"
    local text = list and argument[1] or argument
    if type(text) ~= "string" then return nil end
    text = text:gsub("%${([^!.}][^.}]*)", function(id) return refer(id) and "${\1" or nil end)
    return "Sub " .. text .. "\0" .. look_at(side, stack, refs, list and argument[2] or nil)
  elseif name == "Fn::ImportValue" then
    local export = exports_of(side)[canonical(argument)]
    return export and is_map(export.value) and reference_text(side, export.stack, refs, export.value) or nil
  end
  return nil
end

function look_at(side, stack, refs, value)
  return canonical(value, function(map) return reference_text(side, stack, refs, map) end)
end

-- A resource without what says where it is.
local function without_place(resource)
  if not is_map(resource) then return resource end
  local copy = {}
  for key, value in pairs(resource) do
    if key ~= "DependsOn" then copy[key] = value end
  end
  if is_map(copy.Metadata) and copy.Metadata["aws:cdk:path"] ~= nil then
    local metadata = {}
    for key, value in pairs(copy.Metadata) do
      if key ~= "aws:cdk:path" then metadata[key] = value end
    end
    copy.Metadata = next(metadata) and metadata or nil
  end
  return copy
end

-- What may have moved: { change =, result =, stack =, at = its location, shape =, refs = locations in order, needs =
-- locations in any order }.
local function candidate(side, result, stack, change, resource)
  local refs, needs = {}, {}
  local dependencies = is_map(resource) and resource.DependsOn or {}
  for _, id in ipairs(type(dependencies) == "table" and dependencies or { dependencies }) do
    if type(id) == "string" then needs[#needs + 1] = location(stack, id) end
  end
  return { change = change, result = result, stack = stack, at = location(stack, change.id),
    shape = look_at(side, stack, refs, without_place(resource)), refs = refs, needs = needs }
end

-- Everything that must be equal, with the new locations of what has moved so far.
local function key_of(one, moved)
  local parts, needs = { one.shape }, {}
  for i, at in ipairs(one.refs) do parts[i + 1] = moved[at] or at end
  for i, at in ipairs(one.needs) do needs[i] = moved[at] or at end
  table.sort(needs)
  return table.concat(parts, "\2") .. "\3" .. table.concat(needs, "\2")
end

local function candidates_of(results, kind, side)
  local list = {}
  for _, result in ipairs(results) do
    for _, change in ipairs(result.changes) do
      if change.section == "Resources" and change.id and change.kind == kind and type(change.type) == "string"
        and not MADE_ANEW[change.type] then
        local stack = kind == "add" and result.stack or result.old
        list[#list + 1] = candidate(side, result, stack, change, kind == "add" and change.new or change.old)
      end
    end
  end
  return list
end

-- ---- which is which -------------------------------------------------------------------------------------------------

-- The last part of a construct's path: what it is called, wherever it is.
local function last_name(one)
  local path = one.change.construct
  return path and path:match "[^/]*$" or one.change.id
end

local function by(list, name_of)
  local groups, order = {}, {}
  for _, one in ipairs(list) do
    local name = name_of(one)
    if name and not groups[name] then
      groups[name] = {}
      order[#order + 1] = name
    end
    if name then table.insert(groups[name], one) end
  end
  return groups, order
end

local function unmatched(list)
  local rest = {}
  for _, one in ipairs(list or {}) do
    if not one.matched then rest[#rest + 1] = one end
  end
  return rest
end

-- Pairs what is alike: by name where the names tell them apart, then in order, if there are as many on both sides.
local function pair(found, old, new)
  local alike = math.max(#old, #new)
  local function match(from, to)
    from.matched, to.matched = true, true
    found[#found + 1] = { from = from, to = to, alike = alike > 1 and alike or nil }
  end
  local named, names = by(new, last_name)
  local were = by(old, last_name)
  for _, name in ipairs(names) do
    if #named[name] == 1 and were[name] and #were[name] == 1 then match(were[name][1], named[name][1]) end
  end
  old, new = unmatched(old), unmatched(new)
  for i = 1, #old == #new and #old or 0 do match(old[i], new[i]) end
end

-- Resources move within a stack, or to another one in the same environment.
local function stack_name(one) return one.stack.name end

local function environment(one) return one.stack.artifact and one.stack.artifact.environment end

local function pair_within(found, old, new, place_of)
  local olds = by(unmatched(old), place_of)
  local news, order = by(unmatched(new), place_of)
  for _, place in ipairs(order) do
    if olds[place] then pair(found, olds[place], news[place]) end
  end
end

-- Who refers to a location: location → candidates.
local function referrers_of(list)
  local referrers = {}
  for _, one in ipairs(list) do
    for _, ats in ipairs { one.refs, one.needs } do
      for _, at in ipairs(ats) do
        referrers[at] = referrers[at] or {}
        table.insert(referrers[at], one)
      end
    end
  end
  return referrers
end

--- Finds the moves among the changes of all stacks, and adds each to `moves` of the result of the stack where the
--- resource is now: { from = change, to = change, old =, new = stacks, alike = number of equal resources, if it might
--- as well be another one }. The changes get `moved`, the other id, and `moved_stack` if that is elsewhere. `olds` and
--- `news` are all stacks, `template_of` returns the template of one. What refers to something that moved moves with it.
function moves.find(results, olds, news, template_of)
  for _, result in ipairs(results) do result.moves = {} end
  local old = candidates_of(results, "remove", { stacks = olds, template_of = template_of })
  if #old == 0 then return end
  local new = candidates_of(results, "add", { stacks = news, template_of = template_of })
  local moved, referrers = {}, referrers_of(old)
  local now = by(new, function(one) return key_of(one, {}) end)
  local found, at, changed = {}, 1, old
  while #changed > 0 do
    local before, keys = by(unmatched(changed), function(one) return key_of(one, moved) end)
    for _, key in ipairs(keys) do
      if now[key] then
        pair_within(found, before[key], now[key], stack_name)
        pair_within(found, before[key], now[key], environment)
      end
    end
    changed = {}
    local seen = {}
    for i = at, #found do
      local from = found[i].from.at
      moved[from] = found[i].to.at
      for _, one in ipairs(referrers[from] or {}) do
        if not seen[one] then changed[#changed + 1] = one end
        seen[one] = true
      end
    end
    at = #found + 1
  end
  for _, one in ipairs(found) do
    local from, to = one.from, one.to
    from.change.moved, to.change.moved = to.change.id, from.change.id
    if from.stack.name ~= to.stack.name then
      from.change.moved_stack, to.change.moved_stack = to.stack.path, from.stack.path
    end
    table.insert(to.result.moves, { from = from.change, to = to.change, old = from.stack, new = to.stack,
      alike = one.alike })
  end
end

-- ---- in words -------------------------------------------------------------------------------------------------------

local function described(change, paint)
  return ("%s %s %s%s"):format(paint("[~]", "changed"), paint(change.type, "type"),
    change.construct and paint(change.construct) .. " " or "", paint(change.id, "id"))
end

--- The move in words, with the line that avoids it if there is one. `paint(text, role)`: see luacdk.screen.
function moves.text(move, paint)
  local from, to = move.from, move.to
  local impact = from.impact == "orphan" and paint("orphan and create", "caution") or paint("replace", "danger")
  local alike = move.alike and (" or another of the %d that are alike"):format(move.alike) or ""
  if from.moved_stack then
    return ("%s %s, though only its stack changed: it was %s in %s%s\n"):format(described(to, paint), impact,
      paint(from.id), paint(to.moved_stack), alike)
  end
  return ('%s %s, though only its logical id changed: it was %s%s\n'
    .. '    to keep it: construct.node.default_child:override_logical_id("%s")\n'):format(described(to, paint), impact,
    paint(from.id), alike, paint(from.id))
end

--- What became of a resource, for the stack that it left.
function moves.farewell(change, paint)
  return ("%s moves to %s\n"):format(described(change, paint), paint(change.moved_stack))
end

-- ---- cdk refactor ---------------------------------------------------------------------------------------------------

local UNKNOWN_ACCOUNT, UNKNOWN_REGION = "unknown-account", "unknown-region"

local function split_environment(text)
  local account, region = (text or ""):match "^aws://([^/]*)/(.*)$"
  if not account or account == UNKNOWN_ACCOUNT then account = os.getenv "CDK_DEFAULT_ACCOUNT" or UNKNOWN_ACCOUNT end
  if not region or region == UNKNOWN_REGION then region = os.getenv "CDK_DEFAULT_REGION" or UNKNOWN_REGION end
  return account, region
end

local function place_in(stack, id) return ("%s.%s"):format(stack.stack_name or stack.name, id) end

--- The document that `cdk refactor --override-file` reads, and what there is to say of it: { unknown = whether an
--- account or region is known only at deployment, gone = names of stacks that the app no longer has, count = of
--- resources }.
function moves.mapping(results, news)
  local groups, list, about, gone = {}, engine.list {}, { unknown = false, gone = {}, count = 0 }, {}
  local stays = {}
  for _, stack in ipairs(news) do stays[stack.name] = true end
  for _, result in ipairs(results) do
    for _, move in ipairs(result.moves) do
      if not move.new.root then -- the names of nested stacks are known only at deployment
        local account, region = split_environment(move.new.artifact and move.new.artifact.environment)
        local key = account .. "\0" .. region
        if not groups[key] then
          groups[key] = engine.ordered("account", account, "region", region, "resources", engine.ordered())
          list[#list + 1] = groups[key]
        end
        about.unknown = about.unknown or account == UNKNOWN_ACCOUNT or region == UNKNOWN_REGION
        groups[key].resources[place_in(move.old, move.from.id)] = place_in(move.new, move.to.id)
        about.count = about.count + 1
        if not stays[move.old.name] and not gone[move.old.name] then
          gone[move.old.name] = true
          table.insert(about.gone, move.old.stack_name or move.old.name)
        end
      end
    end
  end
  return engine.ordered("environments", list), about
end

return moves
