-- src/object/derive.c, lua/aws_cdk/l2/derive.lua, against the reference (tools/golden/constants.js).
local assert = require "luassert"
local assembly = require "luacdk.assembly"
local cdk = require "aws_cdk"
local engine = require "luacdk.engine"
local luacdk = require "spec.support.luacdk"

local function recorded() return assembly.parse_json(luacdk.read(luacdk.golden .. "/constants.json")) end

-- The class of this name, or nil where luacdk does not have it yet.
local function class_of(module, name)
  local found = require(module)
  for step in name:gmatch "[^.]+" do
    local ok, value = pcall(function() return found[step] end)
    if not ok then return nil end
    found = value
  end
  return found
end

local function compare(expected, actual, place)
  if type(expected) ~= "table" then return assert.equal(expected, actual, place) end
  for key, value in pairs(expected) do compare(value, actual[key], place .. "." .. key) end
end

describe("constants of classes", function()
  it("are the reference's", function()
    local classes, constants = 0, 0
    for _, row in ipairs(recorded()) do
      local module, name, values = row[1], row[2], row[3]
      local class = class_of(module, name)
      if class then
        classes = classes + 1
        for constant, expected in pairs(values) do
          constants = constants + 1
          compare(expected, class[constant], module .. "." .. name .. "." .. constant)
        end
      end
    end
    assert.is_true(classes > 140, classes .. " classes")
    assert.is_true(constants > 2000, constants .. " constants")
  end)

  it("are one object, whatever name they have", function()
    local runtime = require("aws_cdk.aws_lambda").Runtime
    assert.equal(runtime.NODEJS_LATEST, runtime.NODEJS_LATEST)
    local time_zone = cdk.TimeZone
    assert.equal(time_zone.EUROPE_BERLIN, time_zone.EUROPE_BERLIN)
  end)

  it("exist where nothing but the rows describes the class, with its factories", function()
    local config = require "aws_cdk.aws_config"
    assert.equal("AWS::EC2::Instance", config.ResourceType.EC2_INSTANCE.compliance_resource_type)
    assert.equal("AWS::A::B", config.ResourceType.of("AWS::A::B").compliance_resource_type)
    assert.is_true(engine.is_a(config.ResourceType.of("x"), config.ResourceType))
  end)

  it("name the nearest one when they are misspelt", function()
    local config = require "aws_cdk.aws_config"
    assert.error_matches(function() return config.ResourceType.EC2_INSTANC end, "did you mean 'EC2_INSTANCE'%?")
  end)
end)
