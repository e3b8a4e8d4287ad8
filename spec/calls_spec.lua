-- Every constructor, static and method of the public API, called with arguments that are wrong in every way that the
-- rows know: each is refused, in a sentence that helps.
local assert = require "luassert"
local luacdk = require "spec.support.luacdk"

-- Texts that stand for tokens keep these, and so whole apps, as long as a process lives: each does a part.
local PARTS = 12

describe("a call of the public API", function()
  it("with wrong arguments is refused in words that help", function()
    local outdir, faults, count = luacdk.folder(), {}, 0
    for part = 1, PARTS do
      local arguments = { "--", tostring(part), tostring(PARTS), outdir }
      local result = luacdk.run(".", { "-q", "spec/fixtures/wrong_calls.lua", table.unpack(arguments) })
      local text, calls = result.out:match "^(.-)(%d+)\n$"
      faults[#faults + 1] = text or result.err
      count = count + (tonumber(calls) or 0)
    end
    luacdk.remove(outdir)
    assert.equal("", table.concat(faults))
    assert.is_true(count > 10000)
  end)
end)
