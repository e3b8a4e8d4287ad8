-- Texts that are joined from values known only at deployment, however many parts they have.
local cdk = require "aws_cdk"
local engine = require "luacdk.engine"

local MANY = 100000

local function joined(join)
  local text = cdk.Fn.ref "R"
  for _ = 1, MANY do text = join(text) end
  return text
end

local function resolved(value) return engine.json(cdk.Stack(cdk.App { auto_synth = false }, "S"):resolve(value)) end

describe("a joined text", function()
  it("may have any number of parts, on either side", function()
    local ref, literal = cdk.Fn.ref "R", ("x"):rep(MANY)
    for _, case in ipairs {
      { joined(function(text) return text .. "x" end), { ref, literal } },
      { joined(function(text) return "x" .. text end), { literal, ref } },
    } do
      local call = resolved(cdk.Fn.join("", case[2]))
      assert.is_true(call == resolved(case[1]))
      assert.is_true(call == resolved(tostring(case[1])))
    end
  end)
end)
