-- What `make package-trials` does in clean systems and needs no root for.
local luacdk = require "spec.support.luacdk"

describe("the trials of packages", function()
  it("have a newcomer, who begins a project, changes it, sees what the change does, and is told a mistake", function()
    local pipe = io.popen("packaging/trials/newcomer " .. luacdk.program .. " 2>&1")
    local text = pipe:read("a")
    local _, _, status = pipe:close()
    assert.equal("", text)
    assert.equal(0, status)
  end)

  it("have a newcomer who fails where there is no project", function()
    local pipe = io.popen("packaging/trials/newcomer " .. luacdk.program .. " -h 2>&1")
    local text = pipe:read("a")
    local _, _, status = pipe:close()
    assert.not_equal(0, status, text)
  end)
end)
