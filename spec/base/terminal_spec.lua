-- src/base/terminal.c: no text of untrusted code commands the terminal, whichever way it is printed; and what cannot be
-- printed is an error.
local luacdk = require "spec.support.luacdk"

-- ESC, C1 as UTF-8 and as a bare byte, DEL, carriage return, backspace, bell; beside them what is harmless.
local EVIL = [[x\27[2J\194\155y\155z\127\13\8\7\0äé€\t😀\n]]

local FILES = {
  ["def.lua"] = [[
    local e = "]] .. EVIL .. [["
    print(e)
    io = nil
    return cdk.template {
      params = {
        a = { type = "string", default = e, doc = e, deprecated = e },
        b = { type = "string", one_of = { "k", e }, default = "k", doc = e },
        c = { type = "string", pattern = e, doc = e, required = false },
      },
      build = function(stack, p)
        print(e, p.a)
        cdk.Annotations.of(stack):add_warning(e)
        constructs.Construct(stack, "C" .. e)
        s3.CfnBucket(stack, "B", { bucket_name = e })
        cdk.CfnOutput(stack, "O", { value = e, description = e })
      end,
    }]],
  ["fails.lua"] = [[
    local e = "]] .. EVIL .. [["
    return cdk.template { build = function(stack) cdk.CfnOutput(stack, "O" .. e, { valeu = e }) end }]],
  ["raises.lua"] = [[return cdk.template { build = function() error("]] .. EVIL .. [[") end }]],
  ["unknown.lua"] = [[return cdk.template { ["]] .. EVIL .. [["] = 1 }]],
  ["cells.lua"] = [[
    local e = "]] .. EVIL .. [["
    return cdk.matrix {
      template = cdk.template { params = { a = { type = "string" } }, build = function(s, p) print(e) error(p.a) end },
      cells = { { name = "one", values = { a = e } }, { name = "two", values = { a = e } } },
    }]],
  ["app.lua"] = [[
    local e = "]] .. EVIL .. [["
    print(e)
    local stack = cdk.Stack(cdk.App(), "S", { description = e })
    s3.CfnBucket(stack, "B", { bucket_name = e })]],
  ["values.json"] = [[{ "a": "\u001b[2J\u009b", "z\u001b[2J\u009b": 1 }]],
  ["broken.json"] = [[{ "a]] .. "\27[2J\194\155" .. [[": ]] .. "\27[2J }",
  ["t.json"] = [[{ "Description": "\u001b[2J\u009b\u007f", "Resources": { "A\u001b\u009b": { "Type": "AWS::S3::Bucket",
    "Properties": { "X\u001b\u009b": "\u001b\u009b", "Tags": "\u009b" } } }, "Y\u009b": 1 }]],
  ["t.snapshot/Def.template.json"] = [[{ "A\u001b[2J\u009b": "\u001b[2J\u009b" }]],
}

local function commands_terminal(text)
  local byte = text:match "[%z\1-\8\11-\31\127]"
  return byte or text:match "\xC2[\x80-\x9F]" or not utf8.len(text) and "a byte that is no UTF-8" or nil
end

describe("text of untrusted code", function()
  local folder
  setup(function() folder = luacdk.folder(FILES) end)
  teardown(function() luacdk.remove(folder) end)

  for _, words in ipairs {
    { "def.lua" }, { "ls", "def.lua" }, { "params", "def.lua" }, { "params", "--markdown", "def.lua" },
    { "params", "--json-schema", "def.lua" }, { "--explain-values", "def.lua" }, { "render", "def.lua" },
    { "render", "--format", "yaml", "def.lua" }, { "render", "--check", "def.lua" },
    { "render", "--check=t.snapshot", "def.lua" },
    { "--values", "values.json", "def.lua" }, { "--values", "values.json", "--explain-values", "def.lua" },
    { "--values", "broken.json", "def.lua" }, { "--set", "a=\27[2J\194\155", "--explain-values", "def.lua" },
    { "--set", "b=\27[2J\194\155", "def.lua" }, { "fails.lua" }, { "raises.lua" }, { "unknown.lua" }, { "cells.lua" },
    { "ls", "cells.lua" }, { "--sandbox", "app.lua" }, { "ls", "--sandbox", "app.lua" },
    { "render", "--sandbox", "app.lua" }, { "import", "t.json" }, { "import", "broken.json" },
  } do
    it("does not command the terminal: luacdk " .. table.concat(words, " "):gsub("%c", "?"), function()
      local result = luacdk.run(folder, words)
      assert.is_true(result.status <= 1)
      assert.is_nil(commands_terminal(result.out), result.out)
      assert.is_nil(commands_terminal(result.err), result.err)
      assert.is_true(#result.out + #result.err > 0 or words[1] == "cells.lua")
    end)
  end

  it("is printed as it is but for that", function()
    assert.equal("x?[2J?y?z?????äé€\t😀\n\n", luacdk.run(folder, { "--sandbox", "app.lua" }).out)
  end)

  it("keeps its meaning where a template is printed", function()
    local result = luacdk.run(folder, { "render", "--sandbox", "app.lua" })
    assert.matches('"BucketName": "x\\u001b[2J\\u009by', result.out, 1, true)
    result = luacdk.run(folder, { "render", "--sandbox", "--format", "yaml", "app.lua" })
    assert.matches('BucketName: "x\\e[2J\\x9By', result.out, 1, true)
  end)

  it("is as its author wrote it in the user's own scripts", function()
    assert.equal("\27[31mred\27[0m\155\n", luacdk.script("print '\\27[31mred\\27[0m\\155'").out)
  end)

  it("does not command it in parts either", function()
    luacdk.write(folder .. "/parts.lua",
      "for i = 4090, 4100 do print(('x'):rep(i) .. '\\194\\155€') end print '\\194' print '\\155'")
    local result = luacdk.run(folder, { "--sandbox", "parts.lua" })
    assert.is_nil(commands_terminal(result.out))
    local _, whole = result.out:gsub("x%?€\n", "")
    assert.equal(11, whole)
  end)
end)

describe("what docker prints", function()
  local APP = [[
    local stack = cdk.Stack(cdk.App(), "S")
    s3_assets.Asset(stack, "A", { path = "fn",
      bundling = cdk.BundlingOptions { image = cdk.DockerImage.from_registry "x", command = { "true" } } })]]

  local function run(docker, app)
    local folder = luacdk.folder { ["app.lua"] = app or APP, ["fn/Dockerfile"] = "FROM scratch",
      ["docker"] = "#!/bin/sh\n" .. docker }
    os.execute("chmod +x " .. folder .. "/docker")
    local result = luacdk.run(folder, { "app.lua" },
      { env = { CDK_DOCKER = folder .. "/docker" }, before = "timeout 60 " .. luacdk.within(1e8) })
    luacdk.remove(folder)
    return result
  end

  it("goes to standard error, without what commands the terminal", function()
    local result = run [[printf 'x\033[2J\302\233y\233z\r\n'; printf 'e\033[2Jé\n' >&2; exit 3]]
    assert.equal(1, result.status)
    assert.equal("", result.out)
    assert.matches("x?[2J?y?z?\n", result.err, 1, true)
    assert.matches("e?[2Jé\n", result.err, 1, true)
  end)

  it("is not waited for once docker has ended", function()
    local result = run [[sleep 15 & echo done; exit 3]]
    assert.equal(1, result.status)
    assert.matches("done\n", result.err)
  end)

  it("is not kept beyond a megabyte where it is an answer", function()
    local result = run([[[ "$1" = create ] && yes 0123456789 | head -c 1000000000; exit 0]],
      "lambda.Code.from_docker_build 'fn'")
    assert.equal(1, result.status)
    assert.matches("printed more than 1048576 bytes", result.err)
  end)

  it("may be a gigabyte where it is shown", function()
    local result = run "yes 0123456789 | head -c 50000000; exit 3"
    assert.equal(1, result.status)
    assert.is_true(#result.err > 5e7)
  end)
end)

describe("output that cannot be written", function()
  local folder
  setup(function() folder = luacdk.folder(FILES) end)
  teardown(function() luacdk.remove(folder) end)

  for _, words in ipairs {
    { "schema" }, { "schema", "--json", "s3.Bucket" }, { "help" }, { "help", "synth" }, { "--help" }, { "--version" },
    { "ls", "--sandbox", "app.lua" }, { "ls", "own.lua" }, { "own.lua" }, { "params", "plain/sizes.lua" },
    { "params", "--markdown", "plain/sizes.lua" }, { "--explain-values", "plain/sizes.lua" }, { "render", "own.lua" },
    { "render", "--format", "yaml", "own.lua" }, { "import", "t.json" }, { "render", "--check", "own.lua" },
  } do
    it("is an error: luacdk " .. table.concat(words, " "), function()
      luacdk.write(folder .. "/own.lua", "print 'x' cdk.Stack(cdk.App(), 'S')")
      luacdk.write(folder .. "/plain/sizes.lua",
        "return cdk.template { params = { size = { type = 'integer', default = 1 } }, build = function() end }")
      luacdk.write(folder .. "/own.lua.snapshot/S.template.json", "{}")
      local result = luacdk.run(folder, words, { before = "sh -c 'exec \"$@\" >/dev/full' sh" })
      assert.equal(1, result.status)
      assert.matches("luacdk: cannot write to standard output: No space left on device\n$", result.err)
    end)
  end

  for _, words in ipairs {
    { "own.lua" }, { "warns.lua" }, { "ls", "fails.lua" }, { "params", "own.lua" }, { "repl", "-q" }, { "import", "x" },
    { "--depfile", "x.d", "own.lua" }, { "schema", "Qqq" },
  } do
    it("is an error also where it is a message: luacdk " .. table.concat(words, " "), function()
      luacdk.write(folder .. "/own.lua", "cdk.Stack(cdk.App(), 'S')")
      luacdk.write(folder .. "/warns.lua", "cdk.Annotations.of(cdk.Stack(cdk.App(), 'S')):add_warning 'x'")
      for _, stream in ipairs { "2>/dev/full", "2>&-", ">/dev/full 2>/dev/full" } do
        local result = luacdk.run(folder, words, { before = "sh -c 'exec \"$@\" " .. stream .. "' sh" })
        assert.is_true(result.status == 1 or result.status == 2)
      end
    end)
  end

  it("never ends up in a file that took the place of a closed stream", function()
    luacdk.write(folder .. "/talks.lua", "print 'x' cdk.Stack(cdk.App(), 'S') print 'y'")
    for _, closed in ipairs { ">&-", "2>&-", "<&-", "<&- >&- 2>&-" } do
      local result = luacdk.run(folder, { "talks.lua" }, { before = "sh -c 'exec \"$@\" " .. closed .. "' sh" })
      assert.equal(closed == "<&-" and 0 or 1, result.status)
      for _, name in ipairs { "S.template.json", "manifest.json", "tree.json" } do
        assert.matches("^{", luacdk.read(folder .. "/cdk.out/" .. name))
      end
    end
  end)

  it("is none where nothing is to be written", function()
    luacdk.write(folder .. "/quiet.lua", "cdk.Stack(cdk.App(), 'S')")
    assert.equal(0, luacdk.run(folder, { "quiet.lua" }, { before = "sh -c 'exec \"$@\" >&-' sh" }).status)
  end)
end)
