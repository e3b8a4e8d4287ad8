-- src/document/js_order.c, against JavaScript's localeCompare (tools/golden/js_order.js).
local assert = require "luassert"
local assembly = require "luacdk.assembly"
local engine = require "luacdk.engine"
local luacdk = require "spec.support.luacdk"

describe("the order of texts", function()
  it("is JavaScript's, for letters, digits, punctuation and control characters", function()
    local function order(a, b)
      local first, second = engine.sort({ a, b })[1], engine.sort({ b, a })[1]
      return first ~= second and 0 or a == b and 0 or first == a and -1 or 1 -- equal ones stay where they are
    end
    for _, case in ipairs(assembly.parse_json(luacdk.read(luacdk.golden .. "/js_order.json"))) do
      local a, b, expected = case[1], case[2], case[3]
      assert.equal(expected, order(a, b), ("%q and %q"):format(a, b))
    end
  end)

  it("sorts long lists of texts as it compares two", function()
    local list, seed = {}, 1
    for i = 1, 5000 do
      seed = seed * 1103515245 + 12345 & 0x7fffffff
      local text = ("k"):rep(seed >> 8 & 15) .. ("aB-_é\1ß0"):sub(1, seed >> 16 & 7) .. (seed >> 4 & 1023)
      list[i] = utf8.len(text) and text or "x" .. i
    end
    engine.sort(list)
    for i = 2, #list do
      assert.equal(list[i - 1], engine.sort({ list[i - 1], list[i] })[1])
    end
  end)
end)
