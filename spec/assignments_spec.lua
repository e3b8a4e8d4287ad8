-- Every assignment that a user may try: to each property of an object of every class, to classes, modules and
-- enumerations. What the model says can be set can be set; the rest is refused, in a sentence that helps.
local assert = require "luassert"

local engine = require "luacdk.engine"
local luacdk = require "spec.support.luacdk"

local calls = require "spec.support.calls"

local schema = engine.schema

local PLACE = "^[%w_/.]*spec/assignments_spec%.lua:%d+: "

local function set(object, name, value) object[name] = value end

-- What messages call the class of the object: the nearest one that the model has.
local function shown_class(object)
  local class = engine.class_of(object)
  while class and not schema.type(rawget(class, "__name")) do class = rawget(class, "__base") end
  return class and rawget(class, "__name"):match "[^.]+$"
end

-- What is wrong with the message of a refused assignment; nil if nothing is.
local function fault_of(message, name, class)
  if type(message) ~= "string" then return "no text" end
  if not message:find(PLACE) then return "does not name the user's line" end
  if not message:find(name, 1, true) then return "does not name the field" end
  if class and not message:find(class, 1, true) then return "does not name the class" end
  return nil
end

describe("an assignment", function()
  local outdir
  setup(function()
    outdir = luacdk.folder()
    calls.outdir = outdir
  end)
  teardown(function() luacdk.remove(outdir) end)

  local faults, count
  before_each(function() faults, count = {}, 0 end)

  local function must_fail(object, name, value, class)
    count = count + 1
    local ok, message = pcall(set, object, name, value)
    local wrong = ok and "passes" or fault_of(message, name, class)
    if wrong then
      faults[#faults + 1] = ("%s.%s = %s: %s: %s"):format(class, name, tostring(value), wrong, tostring(message))
    end
  end

  it("to what can only be read, or to what is not there, is refused", function()
    calls.each_object(function(full_name, _, object)
      local class = shown_class(object)
      for name, member in pairs(calls.members_of(full_name)) do
        if not member.parameters and not member.static and not member.protected and member.readonly then
          must_fail(object, name, "mine", class)
        end
      end
      must_fail(object, "nonsense", "x", class)
      must_fail(object, "nonsense", nil, class)
      if type(object) == "table" then must_fail(object, 1, "x", class) end
    end)
    assert.equal("", table.concat(faults, "\n"))
    assert.is_true(count > 1500)
  end)

  it("to what can be set is checked against its row", function()
    calls.each_object(function(full_name, row, object)
      for name, member in pairs(calls.members_of(full_name)) do
        if not member.parameters and not member.static and not member.protected and not member.readonly then
          if member.type ~= "any" then must_fail(object, name, print, nil) end
          local value = object[name]
          if value ~= nil then
            local ok, message = pcall(set, object, name, value)
            if not ok then faults[#faults + 1] = ("%s.%s = itself: %s"):format(row.short_name, name, message) end
          end
        end
      end
    end)
    assert.equal("", table.concat(faults, "\n"))
    assert.is_true(count > 10)
  end)

  it("to a class, a module or an enumeration of the library is refused", function()
    for _, full_name in ipairs(calls.classes) do
      local class = calls.classes[full_name].class
      must_fail(class, "nonsense", 5, calls.classes[full_name].row.short_name:match "[^.]+$")
    end
    for _, name in ipairs(schema.modules()) do
      local module = require(name)
      must_fail(module, "Nonsense", 5)
    end
    must_fail(require("aws_cdk.aws_s3").BucketEncryption, "NONE", "x", "BucketEncryption")
    must_fail(require("aws_cdk.aws_s3").CfnBucket, "nonsense", 5, "CfnBucket")
    assert.equal("", table.concat(faults, "\n"))
  end)
end)
