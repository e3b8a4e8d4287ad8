-- The script of the project in the working folder, which cdk.json names.
local luacdk = require "spec.support.luacdk"

local folder

before_each(function()
  folder = luacdk.folder {
    ["app.lua"] = 'sqs.Queue(cdk.Stack(cdk.App(), "Shop"), "Orders")',
    ["other.lua"] = 'cdk.Stack(cdk.App(), "Other")',
    ["broken.lua"] = "nonsense(",
  }
end)
after_each(function() luacdk.remove(folder) end)

local function project(app) luacdk.write(folder .. "/cdk.json", '{ "app": ' .. app .. " }") end
local function run(...) return luacdk.run(folder, { ... }) end

describe("A project whose cdk.json says how to run it", function()
  it("needs no FILE on the command line", function()
    project '"luacdk app.lua"'
    assert.equal("Shop\n", run("ls").out)
    assert.matches("no errors", run("check").out)
    assert.equal("cdk.out: 1 stack: Shop\n", run().err)
    assert.matches("differences: 0", run("diff").out)
    assert.equal("cdk.out: 1 stack: Shop\n", run("-c", "key=value").err)
  end)

  it("can still run other files", function()
    project '"luacdk app.lua"'
    assert.equal("Other\n", run("ls", "other.lua").out)
  end)

  it("may run luacdk by path, by npx, quietly", function()
    for _, app in ipairs {
      "luacdk synth app.lua", "npx luacdk app.lua",
      "/usr/bin/luacdk -q app.lua", " luacdk  app.lua ",
    } do
      project('"' .. app .. '"')
      assert.equal("Shop\n", run("ls").out, app)
    end
  end)

  it("names the file if there is anything else to it", function()
    for _, app in ipairs {
      '"python3 app.py"', '"luacdk --set a=1 app.lua"', '"luacdk app.lua other.lua"', '"luacdk $FILE"', '"luacdk"',
      '"luacdk ls app.lua"', '"luacdk app.lua; luacdk other.lua"', '"npx"', '""', "3", "null", "[",
      '"lua\\u0000cdk app.lua"',
    } do
      project(app)
      local result = run("ls")
      assert.equal("luacdk: FILE is missing: luacdk ls FILE\n", result.err, app)
      assert.equal(2, result.status)
    end
  end)

  it("shows the help for `luacdk` alone where there is none", function()
    assert.matches("^luacdk: the AWS CDK in Lua", run().out)
    assert.equal(2, run().status)
  end)

  it("is told what is wrong with its script", function()
    project '"luacdk broken.lua"'
    assert.matches("^broken.lua:1: error ", run("check").out)
  end)

  it("does not hang on a cdk.json that is no file", function()
    os.execute("mkfifo '" .. folder .. "/cdk.json'")
    assert.matches("FILE is missing", run("ls").err)
  end)
end)
