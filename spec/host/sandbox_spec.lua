-- src/host/sandbox.c, limits.c, base/guard.c: what foreign code can and cannot do. Each row is a script and what comes
-- of it: a text that is printed, or a pattern of the error.
local assembly = require "luacdk.assembly"
local luacdk = require "spec.support.luacdk"

-- Runs a script in the sandbox, beside `files`. `options`: arguments, before (shell words in front).
local function run(text, files, options)
  options = options or {}
  local all = { ["def/app.lua"] = text, ["secret.txt"] = "secret", ["secret.lua"] = "return 'secret'" }
  for name, content in pairs(files or {}) do all[name] = content end
  local folder = luacdk.folder(all)
  if options.prepare then os.execute("cd " .. folder .. " && " .. options.prepare) end
  local result = luacdk.run(folder .. "/def", { "--sandbox", "app.lua", table.unpack(options.arguments or {}) })
  result.escaped = luacdk.exists(folder .. "/escaped") or luacdk.exists(folder .. "/def/escaped")
  result.files = table.concat(luacdk.list(folder), " ")
  luacdk.remove(folder)
  return result
end

local function fails(text, pattern, files, options)
  local result = run(text, files, options)
  assert.matches(pattern, result.err)
  assert.equal(1, result.status)
  assert.equal("", result.out)
  assert.is_false(result.escaped)
end

describe("the sandbox", function()
  it("synthesises what needs nothing else, to the same bytes", function()
    local text = [[
      local stack = cdk.Stack(cdk.App(), "S")
      local code = lambda.Code.from_asset "fn"
      lambda.Function(stack, "F", { code = code, handler = "i.h", runtime = lambda.Runtime.NODEJS_24_X })
      s3.Bucket(stack, "B")
    ]]
    local folder = luacdk.folder { ["app.lua"] = text, ["fn/i.js"] = "exports.h = 1" }
    assert.same({ status = 0, out = "", err = "cdk.out: 1 stack: S\n" }, luacdk.run(folder, { "--sandbox", "app.lua" }))
    local inside = luacdk.read(folder .. "/cdk.out/S.template.json")
    luacdk.run(folder, { "-o", "free", "app.lua" })
    assert.equal(inside, luacdk.read(folder .. "/free/S.template.json"))
    assert.is_truthy(assembly.parse_json(inside).Resources)
    luacdk.remove(folder)
  end)

  it("has Lua's functions that reach nothing", function()
    assert.equal("3\tb\t2\ttrue\n",
      run("print(math.max(1, 3), ('abc'):sub(2, 2), select('#', 1, 2), #_VERSION > 0)").out)
  end)

  for _, name in ipairs { "io", "os", "debug", "package", "dofile", "loadfile", "collectgarbage" } do
    it("has no " .. name, function()
      fails("return " .. name .. ".x", "^app%.lua:1: the sandbox has no '" .. name .. "'; run without %-%-sandbox")
    end)
  end
end)
