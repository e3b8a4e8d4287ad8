-- luacdk deploy: hands over to `cdk deploy`; here to a stand-in that tells what it got.
local luacdk = require "spec.support.luacdk"
local repl = require "spec.repl.support"

local CDK = [[#!/bin/sh
printf '<%s>' "$@"; echo; echo "CDK=$CDK"; ls
exit 7
]]

local folder
before_each(function()
  folder = luacdk.folder {
    ["app.lua"] = [[sqs.Queue(cdk.Stack(cdk.App(), ... or "Shop"), "Orders")]],
    ["bin/cdk"] = CDK, ["my cdk"] = CDK,
  }
  assert(os.execute(("chmod +x %s/bin/cdk '%s/my cdk'"):format(folder, folder)))
end)
after_each(function()
  repl.end_all()
  luacdk.remove(folder)
end)

local function deploy(words, env)
  return luacdk.run(folder, { "deploy", table.unpack(words) },
    { env = env or { PATH = folder .. "/bin:" .. os.getenv "PATH" } })
end

describe("luacdk deploy", function()
  it("writes the assembly, then becomes cdk, with the words behind FILE", function()
    local result = deploy { "-o", "my out", "app.lua", "Sh*", "--all", "-v", "--parameters", "a b=$(c)" }
    assert.same({ 7, "", "<deploy><--app=my out><Sh*><--all><-v><--parameters><a b=$(c)>\nCDK=\n" ..
      "app.lua\nbin\nmy cdk\nmy out\n" }, { result.status, result.err, result.out })
    assert.truthy(luacdk.exists(folder .. "/my out/Shop.template.json"))
  end)

  it("gives the script what stands behind --", function()
    assert.matches("<deploy><%-%-app=cdk.out><%-%-all>\n", deploy({ "app.lua", "--all", "--", "Other" }).out)
    assert.truthy(luacdk.exists(folder .. "/cdk.out/Other.template.json"))
  end)

  it("deploys nothing if what the script prints cannot be written", function()
    luacdk.write(folder .. "/app.lua", "print 'x' cdk.Stack(cdk.App(), 'S')")
    luacdk.write(folder .. "/bin/cdk", "#!/bin/sh\ntouch ran\n")
    local result = luacdk.run(folder, { "deploy", "app.lua" }, {
      env = { PATH = folder .. "/bin:" .. os.getenv "PATH" }, before = "sh -c 'exec \"$@\" >/dev/full' sh" })
    assert.equal(1, result.status)
    assert.matches("luacdk: cannot write to standard output: No space left on device\n$", result.err)
    assert.falsy(luacdk.exists(folder .. "/ran"))
  end)

  it("runs the program that CDK names, which does not see that", function()
    assert.matches("^<deploy><%-%-app=cdk.out>\nCDK=\n", deploy({ "app.lua" }, { CDK = "./my cdk" }).out)
  end)

  it("has no sandbox, which would not confine cdk and what cdk.json has it start", function()
    local result = deploy { "--sandbox", "app.lua" }
    assert.same({ 2, "" }, { result.status, result.out })
    assert.matches("`luacdk deploy` has no option --sandbox", result.err, 1, true)
    assert.is_false(luacdk.exists(folder .. "/cdk.out"))
  end)

  it("deploys nothing when the script fails, or has nothing that cdk could deploy", function()
    for script, message in pairs {
      ["error 'no'"] = "app.lua:1: no",
      ["cdk.App { outdir = 'a' }; cdk.App { outdir = 'b' }"] =
        "luacdk: app.lua makes several assemblies; cdk deploys one at a time: cdk deploy --app DIR",
      [""] = "luacdk: app.lua makes no App, so there is nothing to deploy",
      ["cdk.Annotations.of(cdk.App()):add_error 'no'"] = "[ERROR] app.lua:1: no",
      [ [[
local stack = cdk.Stack(cdk.App(), "S", { env = { account = "123456789012", region = "eu-west-1" } })
ec2.Vpc.from_lookup(stack, "V", { is_default = true })
]] ] = "luacdk: vpc-provider:account=123456789012:filter.isDefault=true:region=eu-west-1:" ..
        "returnAsymmetricSubnets=true is not in cdk.context.json yet, and cdk looks it up only if it runs the " ..
        "script itself: cdk deploy --app 'luacdk app.lua'",
    } do
      luacdk.write(folder .. "/app.lua", script)
      local result = deploy { "app.lua" }
      assert.same({ 1, message, "" }, { result.status, result.err:match "[^\n]*", result.out })
    end
  end)

  it("says what to do without cdk", function()
    local result = deploy({ "app.lua" }, { CDK = "./none" })
    assert.same({ 1, "luacdk: cannot run ./none: No such file or directory; install cdk (npm install -g aws-cdk), " ..
      "or name it in CDK\n" },
      { result.status, result.err })
    result = deploy({ "app.lua" }, { PATH = "/usr/bin:/bin" })
    assert.same({ 1, "luacdk: there is no cdk in PATH, nor in a node_modules/.bin here or above; install it " ..
      "(npm install -g aws-cdk), or name it in CDK\n" }, { result.status, result.err })
  end)

  it("takes words from CDK, as for npx", function()
    assert.matches("^<x><deploy><%-%-app=cdk.out><%-%-all>\n",
      deploy({ "app.lua", "--all" }, { CDK = " bin/cdk  x " }).out)
  end)

  describe("with a cdk from npm", function()
    local FAULTY = [[
local stack = cdk.Stack(cdk.App(), "Shop")
sqs.CfnQueue(stack, "Q", { delay_seconds = 1000 })
]]
    local WARNING = "[WARNING] app.lua:2: [Shop] sqs.CfnQueue 'Q': delay_seconds: 1000 is out of bounds; it must be 0 "
      .. "to 900\n"

    -- As npm installs it.
    local function install(version)
      luacdk.write(folder .. "/node_modules/aws-cdk/package.json", '{"name":"aws-cdk","version":"' .. version .. '"}')
      luacdk.write(folder .. "/node_modules/aws-cdk/bin/cdk", CDK)
      assert(os.execute(("cd '%s/node_modules' && chmod +x aws-cdk/bin/cdk && mkdir -p .bin && "
        .. "ln -sf ../aws-cdk/bin/cdk .bin/cdk"):format(folder)))
    end
    local NOWHERE = { PATH = "/usr/bin:/bin" }

    it("finds it in node_modules", function()
      install "2.1148.1"
      assert.equal(7, deploy({ "app.lua" }, NOWHERE).status)
      luacdk.write(folder .. "/sub/app.lua", luacdk.read(folder .. "/app.lua"))
      local below = luacdk.run(folder .. "/sub", { "deploy", "app.lua" }, { env = NOWHERE })
      assert.same({ 7, "" }, { below.status, below.err })
    end)

    it("says which version reads the assembly, if this one does not", function()
      install "2.117.0"
      local result = deploy({ "app.lua" }, NOWHERE)
      assert.equal(1, result.status)
      assert.equal("", result.out)
      assert.matches("^luacdk: cdk 2%.117%.0 %(.*/node_modules/%.bin/cdk%) cannot read cdk%.out, which needs cdk "
        .. "2%.118%.0 or newer: its schema is of version 36%.0%.0; install one %(npm install %-g aws%-cdk@latest%), "
        .. "or name it in CDK\n$", result.err)
      for _, version in ipairs { "2.118.0", "2.1000.0", "3.0.0-rc.1", "no version" } do
        install(version)
        assert.same({ 7, "" }, { deploy({ "app.lua" }, NOWHERE).status, deploy({ "app.lua" }, NOWHERE).err })
      end
    end)

    it("leaves findings to one that prints them from the report, and prints them for another", function()
      luacdk.write(folder .. "/app.lua", FAULTY)
      for version, told in pairs { ["2.1148.1"] = "", ["2.1149.0"] = "", ["2.1000.0"] = WARNING } do
        luacdk.write(folder .. "/cdk.out/validation-report.json", '{ "pluginReports": [ "of an earlier run" ] }')
        install(version)
        assert.equal(told, deploy({ "app.lua" }, NOWHERE).err)
        local report = luacdk.read(folder .. "/cdk.out/validation-report.json")
        assert.equal(told == "", report:find("1000 is out of bounds", 1, true) ~= nil)
        assert.falsy(report:find "earlier")
      end
    end)
  end)

  it("refuses options that cdk would ignore", function()
    for word, message in pairs {
      ["-cx=y"] = "luacdk: put -c before app.lua: cdk gets what follows it\n",
      ["--output=x"] = "luacdk: put --output before app.lua: cdk gets what follows it\n",
      ["--app"] = "luacdk: deploy takes no --app: FILE is the app\n",
    } do
      assert.same({ 2, message }, { deploy({ "app.lua", word }).status, deploy({ "app.lua", word }).err })
    end
    assert.equal(7, deploy({ "app.lua", "--outputs-file", "x" }).status)
    assert.equal("luacdk: FILE is missing: luacdk deploy FILE\n", deploy({}).err)
  end)

  it("leaves terminal and signals to cdk", function()
    luacdk.write(folder .. "/bin/cdk", "#!/bin/sh\ntest -t 0 && test -t 1 && echo at a terminal\nexec sleep 60\n")
    local session = repl.open { folder = folder, command = { "deploy", "app.lua" }, wait = false,
      env = { PATH = folder .. "/bin:" .. os.getenv "PATH" } }
    session:wait_for "at a terminal"
    session:type "\3"
    assert.equal(130, session:wait())
  end)
end)
