--- `luacdk ls --affected`: the stacks to hand to `cdk deploy`. Called by src/cli/ls.c; returns true.
local assembly = require "luacdk.assembly"
local assembly_stacks = require "luacdk.assembly_stacks"
local differences = require "luacdk.template.differences"
local engine = require "luacdk.engine"

-- What a deployment sends beside the template.
local SENT = { "tags", "terminationProtection", "notificationArns", "parameters", "stackName", "stackPolicy",
  "cloudFormationExecutionRoleArn" }

local function text_of(value) return value ~= nil and assembly.print_json(value) or "" end

-- Whether a stack is deployed otherwise than the earlier one: elsewhere, with other tags, …
local function is_sent_otherwise(old, new)
  if not old.artifact or not new.artifact then return false end -- templates alone
  if old.artifact.environment ~= new.artifact.environment then return true end
  local before, now = old.artifact.properties or {}, new.artifact.properties or {}
  for _, name in ipairs(SENT) do
    if text_of(before[name]) ~= text_of(now[name]) then return true end
  end
  return false
end

-- The stacks to deploy: stack → { reason = "new"|"changed"|"needed", by = who needs it }. Nested stacks go with the one
-- around them.
local function affected(found)
  local reasons = {}
  for _, result in ipairs(found.results) do
    if result.kind ~= "remove" then
      local stack = result.stack.root or result.stack
      reasons[stack] = { reason = found.by_name[stack.name] and "changed" or "new" }
    end
  end
  for _, stack in ipairs(found.news) do
    local old = found.by_name[stack.name]
    if not stack.root and old and not reasons[stack] and is_sent_otherwise(old, stack) then
      reasons[stack] = { reason = "changed" }
    end
  end
  return reasons
end

-- A function that lists what a stack depends on, which is in the same assembly.
local function dependencies_of(news)
  local by_id = {}
  for _, stack in ipairs(news) do
    if not stack.root then by_id[stack.folder .. "\0" .. stack.name] = stack end
  end
  return function(stack)
    local list = {}
    for _, id in ipairs(assembly_stacks.dependencies(stack)) do
      list[#list + 1] = by_id[stack.folder .. "\0" .. id]
    end
    return list
  end
end

-- Whoever no longer imports what a stack no longer exports goes before it.
local function importers_of(found)
  local by_name, importers = {}, {}
  for _, stack in ipairs(found.news) do by_name[stack.name] = stack end
  for _, one in ipairs(found.lost) do
    local list = importers[one.stack] or {}
    importers[one.stack] = list
    for _, importer in ipairs(one.importers) do
      local stack = by_name[importer.name]
      list[#list + 1] = stack and (stack.root or stack)
    end
  end
  return importers
end

-- The affected stacks and what they depend on, in the order of deployment.
local function in_order(found, reasons)
  local needs, importers = dependencies_of(found.news), importers_of(found)
  local list, seen = {}, {}
  local function add(stack, by)
    if seen[stack] then return end -- also on a circle, which no order resolves
    seen[stack] = true
    if not reasons[stack] then reasons[stack] = { reason = "needed", by = by } end
    for _, other in ipairs(needs(stack)) do add(other, stack) end
    for _, other in ipairs(importers[stack] or {}) do
      if reasons[other] then add(other, stack) end
    end
    list[#list + 1] = stack
  end
  for _, stack in ipairs(found.news) do
    if reasons[stack] and reasons[stack].reason ~= "needed" then add(stack) end
  end
  return list
end

local function described(stack, reason)
  local environment = stack.artifact.environment or ""
  local account, region = environment:match "^aws://([^/]*)/(.*)$"
  local shown = stack.stack_name or stack.name
  return engine.ordered("id", shown ~= stack.name and ("%s (%s)"):format(stack.path, shown) or stack.path,
    "name", shown, "environment", engine.ordered("account", account or "", "region", region or "", "name", environment),
    "path", stack.path, "reason", reason.reason, "needed_by", reason.by and reason.by.path)
end

-- Messages for people: what only they can do.
local function print_notes(found, options)
  for _, one in ipairs(found.lost) do io.stderr:write("luacdk: ", differences.lost_text(one), "\n") end
  local gone = {}
  for _, result in ipairs(found.results) do
    if result.kind == "remove" and not result.stack.root then gone[#gone + 1] = result.stack.path end
  end
  if #gone > 0 then
    io.stderr:write(("luacdk: no longer in %s, for `cdk destroy`: %s\n"):format(options.file, table.concat(gone, ", ")))
  end
end

return function(options)
  local found = differences.of(options)
  local reasons = affected(found)
  local stacks = in_order(found, reasons)
  local list = engine.list {}
  for i, stack in ipairs(stacks) do
    if options.long or options.json then
      list[i] = described(stack, reasons[stack])
    else
      io.write(stack.path, "\n")
    end
  end
  if options.json then
    io.write(assembly_stacks.printable(assembly.print_json(list, 2)), "\n")
  elseif options.long then
    io.write(assembly.print_yaml(list), "\n")
  end
  io.stdout:flush()
  print_notes(found, options)
  return true
end
