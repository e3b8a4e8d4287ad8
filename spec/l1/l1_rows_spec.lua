-- Every resource type, built with a value for each of its properties, against the rows as this file reads them: by text
-- patterns, without the image and the code that reads it.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local luacdk = require "spec.support.luacdk"

local DEEPEST = 3
local VARIANTS = 3 -- which alternative of a union is taken

local types = {} -- "aws_cdk.aws_s3.CfnBucketProps" → { letter, name, module, flags, head = words, fields = { … } }
local resources = {}

local function split(text)
  local words = {}
  for word in text:gmatch "%S+" do words[#words + 1] = word end
  return words
end

local function read_field(row, type)
  local words = split((row:gsub(" =.*", ""))) -- without the default
  local name, flags = words[1]:match "^([^/]*)/?(.*)$"
  local lua, jsii = name:match "^(.-)=(.*)$"
  lua = lua or name
  jsii = jsii or lua:gsub("_(%w)", string.upper)
  local field = { name = lua, required = flags:find "r" ~= nil, type = words[2],
    cfn = jsii:sub(1, 1):upper() .. jsii:sub(2) }
  for i = 3, #words do
    if words[i]:find "^>" then
      field.render = words[i]:sub(2)
    elseif not words[i]:find "^<" then
      field.cfn = words[i]
    end
  end
  type.fields[#type.fields + 1] = field
end

local function read_rows(path)
  local module, type
  for line in io.lines(path) do
    local first = line:sub(1, 1)
    if first == "M" then
      module = line:match "^M (%S+)"
    elseif line:find "^[CRSIE] " then
      local words = split(line)
      local name, flags = words[2]:match "^([^/]*)/?(.*)$"
      type = { letter = first, name = name, module = module, flags = flags, words = words, fields = {} }
      types[module .. "." .. name] = type
      if first == "R" then resources[#resources + 1] = type end
    elseif line:find "^ %." and type.letter == "S" then
      read_field(line:sub(3), type)
    elseif line:find "^ %+" and type.letter == "R" then
      type.props = line:match "props%??:(@[^,)]*)"
    elseif line:find "^ %%" then
      type.tags = split(line:sub(3))
    end
  end
end

local function find(reference, home)
  local module, name = reference:match "^@(.-):(.*)$"
  if not module then return types[home .. "." .. reference:sub(2)] end
  return types[(module == "constructs" and "" or "aws_cdk" .. (module ~= "" and "." or "")) .. module .. "." .. name]
end

--- Cuts "(a|b)" at its bars.
local function alternatives(text)
  local parts, depth, start = {}, 0, 2
  for i = 2, #text do
    local c = text:sub(i, i)
    if c == "(" then depth = depth + 1 end
    if (c == "|" or c == ")") and depth == 0 then
      parts[#parts + 1] = text:sub(start, i - 1)
      start = i + 1
    elseif c == ")" then
      depth = depth - 1
    end
  end
  return parts
end

local make

local function make_struct(type, depth, variant)
  local given, expected = {}, {}
  for _, field in ipairs(type.fields) do
    -- One struct of tags is declared in a way that the tag manager refuses.
    local skipped = field.name == "tags" and field.type:find "TagsProperty" or depth >= DEEPEST and not field.required
    if not skipped then
      local value, rendered = make(field.type, type.module, depth + 1, variant, field)
      if value ~= nil then given[field.name], expected[field.cfn] = value, rendered end
    end
  end
  return given, expected
end

--- A value of that type and what it becomes; nil if there is none that could be written down.
function make(text, home, depth, variant, field)
  local first = text:sub(1, 1)
  if first == "s" then return field.name .. " ü", field.name .. " ü" end
  if first == "n" then return depth + 0.5, depth + 0.5 end
  if first == "b" then return variant % 2 == 0, variant % 2 == 0 end
  if first == "d" then return "2024-02-03T04:05:06Z", "2024-02-03T04:05:06Z" end
  if first == "a" or first == "j" then
    if field.name:find "tags$" then return { a_key = "x" }, { a_key = "x" } end
    return { a_key = { 1, "x" } }, { a_key = { 1, "x" } }
  end
  if first == "[" or first == "{" then
    local value, rendered = make(text:sub(2), home, depth, variant, field)
    if value == nil then return nil end
    if first == "[" then return { value }, { rendered } end
    return { a_key = value }, { a_key = rendered }
  end
  if first == "@" then
    local type = find(text, home)
    if type.letter ~= "S" or depth > DEEPEST + 6 then return nil end
    return make_struct(type, depth, variant)
  end
  if first == "(" then
    local possible = {}
    for _, part in ipairs(alternatives(text)) do
      local value, rendered = make(part, home, depth, variant, field)
      if value ~= nil then possible[#possible + 1] = { value, rendered } end
    end
    if #possible == 0 then return nil end
    return table.unpack(possible[variant % #possible + 1])
  end
end

local function plain(value)
  if type(value) ~= "table" then return value end
  local copy = {}
  for k, v in pairs(value) do copy[k] = plain(v) end
  return copy
end

describe("every resource type", function()
  local warned

  setup(function()
    warned = engine.warnings(false)
    for _, name in ipairs(luacdk.list "lua/schema") do
      if name:find "%.rows$" then read_rows("lua/schema/" .. name) end
    end
  end)

  teardown(function() engine.warnings(warned) end)

  it("is a class of the library", function()
    assert.equal(1941, #resources)
    for _, resource in ipairs(resources) do
      local class = require(resource.module)[resource.name]
      assert.equal(resource.words[3], class.CFN_RESOURCE_TYPE_NAME)
    end
  end)

  for variant = 0, VARIANTS - 1 do
    it("renders what it was given, choice " .. variant + 1, function()
      local wrong, properties = {}, 0
      local stack = cdk.Stack(cdk.App(), "Stack")
      for _, resource in ipairs(resources) do
        local props = resource.props and find(resource.props, resource.module)
        local given, expected = {}, {}
        if props then given, expected = make_struct(props, 0, variant) end
        local made = require(resource.module)[resource.name](stack, resource.module .. resource.name, given)
        local actual = plain(engine.resolve_properties(made))
        for name, value in pairs(expected) do
          properties = properties + 1
          if not pcall(assert.same, value, actual[name]) then
            wrong[#wrong + 1] = ("%s.%s"):format(resource.words[3], name)
          end
          actual[name] = nil
        end
        for name in pairs(actual) do wrong[#wrong + 1] = ("%s: %s from nowhere"):format(resource.words[3], name) end
      end
      assert.same({}, wrong)
      assert.is_true(properties > 10000, properties)
    end)
  end
end)
