-- Checks how the library's files are written: run by `make lint` as `luacdk tools/library.lua`.
--
-- What rows, the words of aws_cdk.l2 or the names of files say is not said by hand again.
local engine = require "luacdk.engine"

local problems = 0

local function problem(file, line, text, ...)
  problems = problems + 1
  print(("%s:%d: %s"):format(file, line, text:format(...)))
end

local function each_line(file, visit)
  local number = 0
  for line in io.lines(file) do
    number = number + 1
    visit(line, number)
  end
end

local function files(pattern)
  local list = {}
  local pipe = assert(io.popen("find " .. pattern .. " | LC_ALL=C sort"))
  for file in pipe:lines() do list[#list + 1] = file end
  pipe:close()
  return list
end

-- What is said once, and where.
local BY_HAND = {
  { "PROPERTY_INJECTION_ID%s*=", "ids of property injection are rows" },
  { "get_resource_arn_attribute%(", "the shape of an ARN is a row of l2.resource", except = {
    ["lua/aws_cdk/resource.lua"] = true, ["lua/aws_cdk/l2/init.lua"] = true,
    -- roles and policies that exist already have none of their own
    ["lua/aws_cdk/aws_iam/role.lua"] = true, ["lua/aws_cdk/aws_iam/managed_policy.lua"] = true,
    -- the resource is not `_resource`, or the ARN that of another one
    ["lua/aws_cdk/aws_lambda/alias.lua"] = true, ["lua/aws_cdk/aws_lambda/web_function.lua"] = true,
    ["lua/aws_cdk/aws_secretsmanager/secret.lua"] = true, ["lua/aws_cdk/aws_ec2/placement_group.lua"] = true,
    ["lua/aws_cdk/aws_kinesis/stream_consumer.lua"] = true,
  } },
  { "aws:SecureTransport", "l2.deny_without_tls", except = { ["lua/aws_cdk/l2/init.lua"] = true } },
  -- what passes no door: what a plug-in hands back, an argument of type any, parts of ARNs handed on
  { "check_struct%(", "the arguments of methods and statics are checked where users call them", except = {
    ["lua/aws_cdk/private/validation_report.lua"] = true, ["lua/aws_cdk/stack.lua"] = true,
    ["lua/aws_cdk/aws_events_targets/log_group_target_input.lua"] = true,
  } },
}

for _, file in ipairs(files "lua/aws_cdk -name '*.lua'") do
  each_line(file, function(text, line)
    for _, rule in ipairs(BY_HAND) do
      if text:gsub("^%s*%-%-.*", ""):find(rule[1]) and not (rule.except and rule.except[file]) then
        problem(file, line, "by hand: %s", rule[2])
      end
    end
  end)
end

-- ---- exports --------------------------------------------------------------------------------------------------------

-- The file in which a class is looked for: see push_file_of in src/object/module.c.
local function file_named_after(class)
  local words = class:gsub("()(%u)", function(at, letter)
    local apart = at > 1 and (not class:sub(at - 1, at - 1):find "%u" or class:sub(at + 1, at + 1):find "%l")
    return apart and "_" .. letter or letter
  end)
  return words:lower()
end

-- `Topic = "topic"` in the list of a module: a class of the model that is looked for in that file anyway.
for _, file in ipairs(files "lua/aws_cdk -name init.lua") do
  local module
  each_line(file, function(text, line)
    module = text:match 'engine%.module%("([%w_.]+)"' or module
    local class, own = text:match '^  (%u%w*) = "([%w_]+)",$'
    local type = module and class and engine.schema.type(module .. "." .. class)
    if type and type.kind == "class" and file_named_after(class) == own then
      problem(file, line, "%s is looked for in %s.lua without being listed", class, own)
    end
  end)
end

-- ---- members --------------------------------------------------------------------------------------------------------

-- Members that do more than their recipes. (Classes of the core are not looked at: they are part of every start.)
local MORE_THAN_A_ROW = {
  ["aws_cdk.aws_dynamodb.TableBase"] = { metric_user_errors = true },
  ["aws_cdk.aws_dynamodb.TableBaseV2"] = { grant_table_list_streams = true },
  ["aws_cdk.aws_secretsmanager.SecretStringValueBeta1"] = { from_unsafe_plaintext = true }, -- deprecated
}

-- What follows from rows and is written in the file again.
local function check_members(file, text, module, class)
  local full_name = module .. "." .. class
  local recipes = engine.recipes(full_name)
  for member in pairs(recipes) do
    local by_hand = text:find("\n" .. class .. "%." .. member .. " = ")
      or text:find("\nfunction " .. class .. "[.:]" .. member .. "%(")
    if by_hand and not (MORE_THAN_A_ROW[full_name] or {})[member] then
      local _, line = text:sub(1, by_hand):gsub("\n", "")
      problem(file, line + 1, "by hand: %s.%s is a row", class, member)
    end
  end
end

-- `class.get.x_ref = function(self) return { x_arn = self.x_arn } end`
local function check_references(file, text)
  for at, fields in text:gmatch "()%w+%.get%.[%w_]+_ref = function%(self%)%s+return {([^{}]*)}%s+end" do
    local follows = true
    for name, own in fields:gmatch "([%w_]+) = self%.([%w_]+)" do follows = follows and name == own end
    if follows and not fields:find "= [^s]" and not fields:find "= self%._" then
      local _, line = text:sub(1, at):gsub("\n", "")
      problem(file, line + 1, "by hand: a reference whose fields are members follows from the model")
    end
  end
end

for _, module in ipairs(engine.schema.modules()) do
  if module:find "^aws_cdk%.aws_" then
    local by_file = {}
    for class, file in pairs(engine.exports(require(module)) or {}) do
      if not file:find "%." then by_file[file] = by_file[file] or {}; table.insert(by_file[file], class) end
    end
    for name, classes in pairs(by_file) do
      local file = ("lua/%s/%s.lua"):format(module:gsub("%.", "/"), name)
      local handle = io.open(file)
      local text = handle and handle:read "a" or ""
      if handle then handle:close() end
      check_references(file, text)
      for _, class in ipairs(classes) do check_members(file, text, module, class) end
    end
  end
end

if problems > 0 then os.exit(1) end
