-- src/document/js_order.c, against JavaScript's localeCompare (tools/golden/js_order.js).
local assert = require "luassert"
local assembly = require "luacdk.assembly"
local engine = require "luacdk.engine"
local luacdk = require "spec.support.luacdk"

describe("the order of texts", function()
  it("is JavaScript's, for letters, digits, punctuation and control characters", function()
    local function order(a, b)
      return engine.sorts_before(a, b) and -1 or engine.sorts_before(b, a) and 1 or 0
    end
    for _, case in ipairs(assembly.parse_json(luacdk.read(luacdk.golden .. "/js_order.json"))) do
      local a, b, expected = case[1], case[2], case[3]
      assert.equal(expected, order(a, b), ("%q and %q"):format(a, b))
    end
  end)
end)
