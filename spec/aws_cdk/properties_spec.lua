-- Each construct with each of its optional properties alone, against what the reference makes of the same program
-- (tools/golden/properties.js). `make properties MODULE=aws_sqs` shows where a template differs.
local assembly = require "luacdk.assembly"
local assert = require "luassert"
local assets = require "luacdk.assets"
local cdk = require "aws_cdk"
local engine = require "luacdk.engine"
local golden = require "spec.support.golden"
local json_value = require "aws_cdk.assertions.json_value"
local luacdk = require "spec.support.luacdk"

local RECORDED = luacdk.golden .. "/properties"
local ENV = { account = "123456789012", region = "us-east-1" }

-- As the recorder: keys sorted, without the text of inline handlers.
local function sorted(value)
  if type(value) ~= "table" then return value end
  if json_value.is_list(value) and not engine.is_ordered(value) then
    local list = {}
    for i, one in ipairs(value) do list[i] = sorted(one) end
    return engine.list(list)
  end
  local map = {}
  for key, one in pairs(value) do
    if key ~= "ZipFile" then map[key] = sorted(one) end
  end
  return engine.map(map)
end

local function hash_of(template)
  return assets.sha256(assembly.print_json(sorted(assembly.parse_json(template)))):sub(1, 16)
end

-- The stack's template as it would be with the reference's programs. Nested templates stand in it under their hashes.
local function template_in(outdir)
  local text = luacdk.read(outdir .. "/S.template.json")
  if not text:find('"TemplateURL"', 1, true) then return golden.as_reference(text) end
  return golden.reader(outdir) "S.template.json"
end

-- The names that a call uses: modules by their locals.
local function globals(stack, modules)
  return setmetatable({ stack = stack, cdk = cdk }, { __index = function(_, name)
    return require(modules and modules[name] or "aws_cdk." .. name)
  end })
end

-- The hash of the template that the call makes; NULL when it is refused, and why.
local function made(row, context, outdir)
  local app = cdk.App { outdir = outdir, context = context, analytics_reporting = false }
  local stack = cdk.Stack(app, "S", { env = ENV })
  local done, why = pcall(function()
    assert(load(row.call, "=program", "t", globals(stack, row.modules)))()
    app:synth()
  end)
  if not done then return engine.NULL, why end
  if next(context) and luacdk.read(outdir .. "/manifest.json"):find('"aws:cdk:error"', 1, true) then
    return engine.NULL -- with all flags synth() of the reference fails; here the run does
  end
  return hash_of(template_in(outdir))
end

describe("one property of a construct", function()
  local outdir, flags
  setup(function()
    outdir = luacdk.folder {}
    flags = assembly.parse_json(luacdk.read(RECORDED .. "/flags.json"))
  end)
  teardown(function() luacdk.remove(outdir) end)

  for _, file in ipairs(luacdk.list(RECORDED)) do
    local module = file:match "^(.*)%.json$"
    if module and module ~= "flags" then
      it("makes the reference's template, with no flags and with all: " .. module, function()
        local faults = {}
        for _, row in ipairs(assembly.parse_json(luacdk.read(RECORDED .. "/" .. file))) do
          for set, context in pairs { none = {}, all = flags } do
            if row[set] ~= nil then
              local hash, why = made(row, context, outdir)
              if hash ~= row[set] and not tostring(why):find("is not part of luacdk yet", 1, true) then
                faults[#faults + 1] = ("%s, flags %s: %s"):format(row.name, set, tostring(why or row.call))
              end
            end
          end
        end
        assert.equal("", table.concat(faults, "\n"))
      end)
    end
  end
end)
