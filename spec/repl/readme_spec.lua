-- The session that README.md shows is what the program prints.
local luacdk = require "spec.support.luacdk"
local repl = require "spec.repl.support"

describe("README's session", function()
  after_each(repl.end_all)

  it("is what somebody sees who types it", function()
    local block = luacdk.read("README.md"):match "\n    %$ luacdk repl\n(.-)\n\n[^ ]"
    local expected, typed = {}, {}
    for line in (block .. "\n"):gmatch "    ([^\n]*)\n" do
      expected[#expected + 1] = line
      typed[#typed + 1] = line:match "^%d+> (.*)$" or line:match "^%d+… (.*)$"
    end
    assert.is_true(#typed > 5)
    local session = repl.open { columns = 110 }
    for i = 1, #typed - 1 do session:enter(typed[i]) end
    session:type(typed[#typed] .. "\r")
    assert.equal(0, session:wait())
    assert.same(expected, session:screen())
  end)
end)
