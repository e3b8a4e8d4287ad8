-- tools/demo: what `make demo` prints.
local luacdk = require "spec.support.luacdk"

describe("make demo", function()
  local lines = {}

  setup(function()
    local pipe = assert(io.popen(("CDK_DOCKER=$PWD/tools/demo-docker tools/demo %s 2>&1"):format(luacdk.program)))
    local program = luacdk.program:match "^'?(.-)'?$"
    for line in pipe:lines() do
      local from, to = line:find(program, 1, true)
      lines[#lines + 1] = from and line:sub(1, from - 1) .. "build/luacdk" .. line:sub(to + 1) or line
    end
    assert.is_true(pipe:close())
  end)

  it("fits on a screen", function()
    assert.is_true(#lines <= 24, #lines)
    for _, line in ipairs(lines) do assert.is_true(utf8.len(line) <= 120, line) end
  end)

  it("ends with what to do next, and what it names is there", function()
    local text = table.concat(lines, "\n")
    local template = text:match "Next:\n +less (%S+)"
    assert.matches('"AWS::Lambda::Function"', luacdk.read(template))
    assert.matches("luacdk repl examples/all_factories.lua", text)
    assert.matches("luacdk schema lambda.Code", text)
  end)
end)
