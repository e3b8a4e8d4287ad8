-- Every constructor, static and method of the public API, called with arguments that are wrong in every way that the
-- rows know: each is refused, in a sentence that helps.
local assert = require "luassert"

local engine = require "luacdk.engine"
local luacdk = require "spec.support.luacdk"

local calls = require "spec.support.calls"

local schema = engine.schema

-- ---- what may be said -----------------------------------------------------------------------------------------------

local LIBRARY_WORDS = {
  "luacdk/", "argument 0", "bad argument", "attempt to", "more than the library", "stack traceback", "%[C%]",
  "table: 0x", "function: 0x", "userdata: 0x",
}

-- What is wrong with the message of a failed call; nil if nothing is.
local function fault_of(message, call)
  if type(message) ~= "string" then return "no text" end
  for _, words in ipairs(LIBRARY_WORDS) do
    if message:find(words) then return "speaks of the library's insides" end
  end
  if not message:find "^[%w_/.]*spec/calls_spec%.lua:%d+: " then return "does not name the user's line" end
  if call.kind == "method" and call.path and not message:find "^[^:]*:%d+: %[%w" then
    return "does not name the construct"
  end
  return nil
end

-- ---- wrong values ---------------------------------------------------------------------------------------------------

local function nothing() end

local WRONG = {
  { "a number", 5 },
  { "a text", "no such text" },
  { "true", true },
  { "an empty table", {} },
  { "a list", { 1, 2 } },
  { "a map", { bogus_ = 1 } },
  { "a function", nothing },
}

-- Kinds of types that take none of the wrong values but those listed.
local TAKES = {
  string = { ["a text"] = true },
  number = { ["a number"] = true },
  boolean = { ["true"] = true },
  date = { ["a text"] = true, ["a number"] = true },
  map = { ["an empty table"] = true, ["a map"] = true },
  list = { ["an empty table"] = true },
  enum = {},
  struct = {},
  class = {},
  interface = {},
}

-- Is given as it stands in the manifest.
local DOCUMENT = "aws_cdk.cloud_assembly_schema.ArtifactManifest"

-- What may be anything may be nothing.
local function is_required(field) return field.required and field.type ~= "any" end

local function alternatives(type_text)
  local list = {}
  for part in (type_text:gsub(" or ", ", ") .. ", "):gmatch "(.-), " do list[#list + 1] = part end
  return list
end

-- Whether the wrong value must be refused for the type.
local function must_refuse(type_text, label)
  for _, part in ipairs(alternatives(type_text)) do
    local kind = part:match "^(list) of" or part:match "^(map) of" or part
    local row = schema.type(part)
    if row then kind = row.kind end
    local takes = TAKES[kind]
    if kind == "any" or not takes or takes[label] then return false end
    for _, member in ipairs(kind == "enum" and label == "a number" and row.values or {}) do
      if member.value == 5 then return false end
    end
    if part == DOCUMENT then
      return label ~= "an empty table" and label ~= "a list" and label ~= "a map"
    end
    if kind == "struct" and label == "an empty table" then
      local required = false
      for _, field in ipairs(row.fields) do required = required or is_required(field) end
      if not required then return false end
    end
    if kind == "interface" and (label == "an empty table" or label == "a map" or label == "a list") then
      local required = false
      for _, member in ipairs(row.members) do required = required or member.required or member.parameters end
      if not required then return false end
    end
    if label == "a function" and kind == "interface" and #row.members == 1 then return false end
    if kind == "list" and label == "a list" then return false end
    if part == "map" and label == "a list" then return false end -- free-form
  end
  return true
end

-- ---- the walk -------------------------------------------------------------------------------------------------------

-- Not called where the arguments may do: programs would run.
local function runs_programs(name)
  return name:find "[Dd]ocker" or name:find "from_custom_command$" or name:find "from_build$"
end

local faults, count

local function fault(call, how, what, message)
  faults[#faults + 1] = ("%s, %s: %s: %s"):format(call.name, how, what, tostring(message))
end

-- Failed assertions are objects that busted knows; what counts is their text.
local function outcome(ok, result)
  local mark = not ok and type(result) == "table" and getmetatable(result)
  return ok, mark and mark.__tostring and tostring(result) or result
end

local function run(call, list)
  count = count + 1
  if call.kind == "method" then return outcome(pcall(call.call, call.object, table.unpack(list, 1, list.n))) end
  return outcome(pcall(call.call, table.unpack(list, 1, list.n)))
end

local function must_fail(call, how, list)
  local ok, message = run(call, list)
  if ok then
    fault(call, how, "passes", "")
  else
    local wrong = fault_of(message, call)
    if wrong then fault(call, how, wrong, message) end
  end
end

local function may_fail(call, how, list)
  local ok, message = run(call, list)
  local wrong = not ok and fault_of(message, call)
  if wrong then fault(call, how, wrong, message) end
end

local function with(list, i, value)
  local copy = { n = math.max(list.n, i) }
  for k = 1, list.n do copy[k] = list[k] end
  copy[i] = value
  return copy
end

local function try_wrong(call)
  local parameters = call.member.parameters
  local is_question = call.member.type == "boolean"
  local is_loose = call.name:find "^cdk%.Fn%."
  for i, parameter in ipairs(parameters) do
    local good = call.full() or call.good()
    if not good then return end
    if not parameter.optional and parameter.type ~= "any" and not (call.member.variadic and i == #parameters) then
      local row = schema.type(parameter.type)
      local required = not (row and row.kind == "struct")
      for _, field in ipairs(row and row.fields or {}) do required = required or is_required(field) end
      local list = { n = i - 1, table.unpack(good, 1, i - 1) }
      if required and parameter.type ~= DOCUMENT then must_fail(call, "without argument " .. i, list) end
    end
    for _, wrong in ipairs(WRONG) do
      local label, value = wrong[1], wrong[2]
      good = call.full() or call.good()
      local list = with(good, i, value)
      local how = ("%s for argument %d"):format(label, i)
      if must_refuse(parameter.type, label) and not (is_question and parameter.type == "any")
          and not (is_loose and (label == "a number" or label == "a text")) then
        must_fail(call, how, list)
      elseif not runs_programs(call.name) then
        may_fail(call, how, list)
      end
    end
  end
  local good = call.good()
  if good and not call.member.variadic then
    good = call.full() or good
    local list = { n = #parameters + 1, table.unpack(good, 1, #parameters) }
    list[list.n] = "one more"
    must_fail(call, "one argument more", list)
  end
end

describe("a call of the public API", function()
  local outdir
  setup(function()
    outdir = luacdk.folder()
    calls.outdir = outdir
  end)
  teardown(function() luacdk.remove(outdir) end)

  it("with wrong arguments is refused in words that help", function()
    faults, count = {}, 0
    calls.each(function(call)
      if call.call == nil then return end
      if call.object and type(call.object) == "table" and engine.is_construct(call.object) then
        local path = call.object.node.path
        call.path = path ~= "" and path or nil
      end
      try_wrong(call)
    end)
    assert.equal("", table.concat(faults, "\n"))
    assert.is_true(count > 10000)
  end)
end)
