-- The programs that constructs bring to the cloud, run for real: what `make handlers` runs, as far as it goes without
-- the AWS SDK for JavaScript.
local luacdk = require "spec.support.luacdk"

local program = os.getenv "LUACDK" or "build/luacdk"

local function has(command) return os.execute(command .. " >/dev/null 2>&1") == true end

describe("programs of the library", function()
  local runs = has "node --version" and has "openssl version" and it or pending

  runs("do what the reference's do on the same stand-ins", function()
    local folder = luacdk.folder()
    local stage = "%s tools/handlers/stage.lua --quiet -o %s/out -- %s/own"
    assert.is_true(os.execute(stage:format(program, folder, folder)))
    local pipe = assert(io.popen(
      ("node tools/handlers/run.js check %s/own %s/handlers --without-sdk 2>&1"):format(folder, luacdk.golden)))
    local problems, passed = {}, 0
    for line in pipe:lines() do
      if line:find "^ok " then
        passed = passed + 1
      elseif not line:find "^skipped " then
        problems[#problems + 1] = line
      end
    end
    pipe:close()
    luacdk.remove(folder)
    assert.equal("", table.concat(problems, "\n"))
    assert.is_true(passed > 0)
  end)
end)
