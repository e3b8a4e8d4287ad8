-- src/host/sandbox.c, limits.c, base/guard.c: what untrusted code can and cannot do. Each row is a script and what
-- comes of it: a text that is printed, or a pattern of the error.
local assembly = require "luacdk.assembly"
local luacdk = require "spec.support.luacdk"

-- Runs a script in the sandbox, beside `files`. `options`: arguments, before (shell words in front).
local function run(text, files, options)
  options = options or {}
  local all = { ["def/app.lua"] = text, ["secret.txt"] = "secret", ["secret.lua"] = "return 'secret'" }
  for name, content in pairs(files or {}) do all[name] = content end
  local folder = luacdk.folder(all)
  if options.prepare then os.execute("cd " .. folder .. " && " .. options.prepare) end
  local result = luacdk.run(folder .. "/def", { "--sandbox", "app.lua", table.unpack(options.arguments or {}) },
    { before = "timeout 100 prlimit --cpu=10" })
  result.escaped = luacdk.exists(folder .. "/escaped") or luacdk.exists(folder .. "/def/escaped")
  result.files = table.concat(luacdk.list(folder), " ")
  result.victim = luacdk.exists(folder .. "/other/victim") and luacdk.read(folder .. "/other/victim") or nil
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
      fails("return " .. name .. ".x", "^app%.lua:1: the sandbox has no '" .. name .. "'; run code you trust "
        .. "without %-%-sandbox")
    end)
  end

  it("prints what a terminal takes for text only, and no addresses", function()
    assert.equal("?[2J\ttable\tfunction\tthread\n",
      run("print('\\27[2J', {}, print, coroutine.create(print))").out)
    assert.equal("table table\n", run("print(('%s %s'):format({}, tostring({})))").out)
  end)

  it("warns in what a terminal takes for text only", function()
    local err = run("s3.CfnBucket(cdk.Stack(cdk.App(), 'S'), 'B', { bucket_name = 'x\\27[2J' })").err
    assert.matches("'x%?%[2J' does not match", err)
    assert.not_matches("%c", (err:gsub("\n", "")))
  end)

  for name, text in pairs {
    ["read a property of what is no resource"] = "s3.CfnBucket.get.bucket_name('text')",
    ["set a property of what is no resource"] = "s3.CfnBucket.set.bucket_name(12, 'name')",
    ["set a field of what is no instance"] = "cdk.App() s3.CfnBucket(cdk.Stack(cdk.App(), 'S'), 'B')"
      .. " s3.CfnBucket.__newindex(1, 2, 3)",
    ["bind an image whose properties are none"] = "local code = lambda.Code.from_asset_image 'fn'"
      .. " for k in next, code do rawset(code, k, 12) end code:bind(cdk.Stack(cdk.App(), 'S'))",
    ["rename what is no element"] = "cdk.CfnElement.override_logical_id(cdk.App(), 'X')",
    ["name a class that has no name"] = "rawset(s3.Bucket, '__name', 12) local _ = s3.Bucket.from_nowhere",
    ["name the class of what has no name"] = "rawset(cdk.App, '__name', nil) s3.Bucket(cdk.App(), 'B', cdk.App())",
    ["synthesise without a folder"] = "local app = cdk.App() app._assembly_builder = nil app:synth()",
  } do
    it("is not broken by code that has the library " .. name, function()
      local result = run(text, { ["def/fn/Dockerfile"] = "FROM scratch" })
      assert.equal(1, result.status)
      assert.matches("^app%.lua:1: ", result.err)
    end)
  end

  it("tells no addresses in errors either", function()
    fails("cdk.CfnResource(cdk.Stack(cdk.App(), 'S'), 'R', { type = 'A::B::C', properties = { P ="
      .. " { coroutine.create(print) } } })", "thread cannot be written in a template")
  end)

  it("opens no session", function()
    fails("cdk.repl()", "^app%.lua:1: code in the sandbox cannot open a session")
  end)

  it("has no environment variables, not through the library either", function()
    fails("os.getenv 'HOME'", "the sandbox has no 'os'")
  end)
end)

local function in_stack(text)
  return "local stack = cdk.Stack(cdk.App(), 'S')\n" .. text
end

-- ---------------------------------------------------------------------------------------------------------------------

describe("code in the sandbox", function()
  local no_code = {
    ["bytecode by load"] = { "print(load('\\27Lua'))", "nil\tattempt to load a binary chunk (mode is 't')\n" },
    ["bytecode by load with a mode"] = { "print(load('\\27Lua', 'x', 'b'))", "nil\tbytecode cannot be loaded in "
      .. "the sandbox\n" },
    ["bytecode by mode bt"] =
      { "print(load('\\27Lua', 'x', 'bt'))", "nil\tattempt to load a binary chunk (mode is 't')\n" },
    ["bytecode by a reader function"] = {
      "local done print(load(function() if not done then done = true return '\\27Lua' end end))",
      "nil\tattempt to load a binary chunk (mode is 't')\n" },
    ["string.dump"] = { "print(string.dump, (''):len(), ('').dump)", "nil\t0\tnil\n" },
    ["the metatable of strings"] = { "print(getmetatable '')", "false\n" },
    ["the methods of strings"] = {
      "print(pcall(function() getmetatable('').__index.rep = 1 end))", "false\tapp.lua:1: attempt to index a boolean"
      .. " value\n" },
    ["its own string library changes no method"] = { "string.rep = nil print(('x'):rep(2))", "xx\n" },
    ["the metatable of the globals"] = { "print(getmetatable(_G), pcall(setmetatable, _G, {}))",
      "false\tfalse\tcannot change a protected metatable\n" },
    ["the globals of load"] = { "print(load 'return _G'() == _G, load('return _ENV')() == _G)", "true\ttrue\n" },
    ["load with globals of its own"] = { "print(load('return x', 'c', 't', { x = 1 })())", "1\n" },
    ["the globals of a required file"] = { "print(require 'near' == _G)", "true\n" },
    ["the globals of an included file"] = { "print(include 'near.lua' == _G, cdk.include 'near.lua' == _G)",
      "true\ttrue\n" },
    ["include in a coroutine without a frame"] =
      { "print(coroutine.wrap(cdk.include)('def/near.lua') == _G)", "" },
    ["random numbers"] = { "print(math.random, math.randomseed)", "nil\tnil\n" },
    ["raw access to what is absent"] = { "print(rawget(_G, 'os'), rawget(_G, 'io'), rawget(_G, 'debug'))",
      "nil\tnil\tnil\n" },
  }
  for name, row in pairs(no_code) do
    it("keeps to its bounds: " .. name, function()
      local result = run(row[1], { ["def/near.lua"] = "return _G" })
      if row[2] == "" then
        assert.not_matches("true", result.out)
      else
        assert.equal(row[2], result.out)
      end
    end)
  end

  for _, module in ipairs { "io", "os", "debug", "package", "_G", "string", "luacdk.engine", "luacdk.assets",
    "luacdk.process", "luacdk.assembly", "luacdk.sandbox", "luacdk.files", "luacdk.inputs", "luacdk.settings",
    "luacdk.repl", "lfs", "socket", "../secret", "..secret", "/etc/passwd", "secret\0", "." } do
    it("cannot require " .. module:gsub("%z", "\\0"), function()
      fails(("require %q"):format(module), "^app%.lua:1: the sandbox has no module")
    end)
  end

  it("cannot take finalizers", function()
    fails("setmetatable({}, { __gc = function() end })", "^app%.lua:1: finalizers")
    fails("setmetatable({}, { __gc = true })", "finalizers")
    fails("setmetatable({}, setmetatable({ __gc = 1 }, { __index = {} }))", "finalizers")
  end)

  it("cannot take finalizers by way of the library's classes either", function()
    local loop = "function() while true do end end"
    fails(in_stack("local C = constructs.Construct:extend 'C' C.__gc = " .. loop .. " C(stack, 'C')"),
      "^app%.lua:2: finalizers")
    fails("cdk.Stack.__gc = " .. loop .. " cdk.Stack(cdk.App(), 'S')", "^app%.lua:1: finalizers")
    fails("cdk.AssetStaging.__gc = " .. loop .. "\n" .. in_stack "s3.Bucket(stack, 'B', { auto_delete_objects = true,"
      .. " removal_policy = cdk.RemovalPolicy.DESTROY })", "finalizers")
  end)

  it("reaches no metatable that is not its own", function()
    assert.equal("true\tnil\tnil\tnil\tnil\n", run(in_stack [[
      local own = {}
      print(getmetatable(setmetatable({}, own)) == own, getmetatable(stack), getmetatable(stack.node),
        getmetatable(cdk.Stack), getmetatable(stack.account))]]).out)
  end)

  local confusions = {
    "local C = cdk.CfnOutput:extend 'C' C.__schema = stack.node C(stack, 'C', { value = 'x' })",
    "cdk.CfnOutput.__schema = cdk.NULL cdk.CfnOutput(stack, 'C', { value = 'x' })",
    "cdk.CfnOutput.__schema = 1e9 cdk.CfnOutput(stack, 'C', { value = 'x' })",
    "cdk.CfnOutput.__schema = 7 cdk.CfnOutput(stack, 'C', { value = 'x' })",
    "cdk.CfnOutput.__base = 5 cdk.CfnOutput(stack, 'C', { value = 'x' })",
    "cdk.CfnOutput.__index = stack.node cdk.CfnOutput(stack, 'C', { value = 'x' })",
    "local C = cdk.Resource:extend 'C' C.set = 5 C(stack, 'C')",
    "local C = cdk.Resource:extend 'C' C.get = 5 C(stack, 'C')",
    "local C = cdk.Resource:extend 'C' C.init = 5 C(stack, 'C')",
    "local C = cdk.Resource:extend 'C' C.__init = stack.node C(stack, 'C')",
    "local r = s3.CfnBucket(stack, 'C') rawset(r, '_references', 5) print(r.ref)",
    "local r = s3.CfnBucket(stack, 'C') rawset(r, '_references', { [true] = stack.node }) print(r.ref)",
    "local r = s3.CfnBucket(stack, 'C') rawset(r, '_cfn_options', stack.node)",
    "local r = s3.CfnBucket(stack, 'C') rawset(r, '_logical_id_override', stack.node)",
    "local r = s3.CfnBucket(stack, 'C') rawset(r, 'node', stack.account)",
    "local r = s3.CfnBucket(stack, 'C') rawset(r, 'node', nil)",
    "rawset(stack, 'node', s3.CfnBucket(stack, 'C').node)",
    "stack.node.find_all(stack.account)", "stack.node.find_all {}", "stack.node.find_all(1)",
    "cdk.Stack.init({}, stack, 'X')", "cdk.Stack.init(stack, stack, 'X')", "s3.Bucket.add_cors_rule(stack, {})",
    "s3.CfnBucket.add_override({}, 'x', 1)", "s3.CfnBucket.add_override(stack, 'x', 1)",
    "cdk.Stack.of(setmetatable({}, cdk.Stack))", "s3.Bucket(setmetatable({}, cdk.Stack), 'B')",
    "local t = setmetatable({ node = stack.node }, s3.CfnBucket) t:add_override('x', 1) print(t.ref)",
    "cdk.Tags.of(stack):add(stack.node, stack.node)", "app = cdk.App app.synth(setmetatable({}, app))",
  }
  for _, text in ipairs(confusions) do
    it("breaks nothing by " .. text, function()
      assert.is_true(run(in_stack(text)).status <= 1)
    end)
  end

  it("cannot pass for the library in reports", function()
    fails("load('error \\'x\\'', '=luacdk/evil')()", "^%(load%):1: x")
  end)

  it("cannot command the terminal by its error", function()
    assert.equal("app.lua:1: ?[2J\n", run("error '\\27[2J'").err)
  end)

  it("cannot fill the terminal", function()
    local result = run("while true do print(('x'):rep(100000)) end")
    assert.equal(1, result.status)
    assert.is_true(#result.out <= 2 ^ 20 + 100)
    assert.matches("the sandbox can print at most 1048576 bytes", result.err)
  end)
end)

-- ---------------------------------------------------------------------------------------------------------------------

local READ = "cannot read [^\n]*: the sandbox can read only regular files in the definition's folder;"
  .. " run code you trust without %-%-sandbox\n"

describe("files in the sandbox", function()
  local ways = {
    ["an asset folder"] = "lambda.Code.from_asset('FILE'):bind(stack)",
    ["an asset of a function"] =
      "lambda.Function(stack, 'F', { code = lambda.Code.from_asset 'FILE', handler = 'i.h',"
      .. " runtime = lambda.Runtime.NODEJS_24_X })",
    ["an S3 asset"] = "s3_assets.Asset(stack, 'A', { path = 'FILE' })",
    ["a fingerprint"] = "print(cdk.FileSystem.fingerprint 'FILE')",
    ["a copy"] = "cdk.FileSystem.copy_directory('FILE', 'cdk.out/x')",
    ["a look whether a folder is empty"] = "print(cdk.FileSystem.is_empty 'FILE')",
    ["a text"] = "print(cdk.read_text 'FILE')",
    ["JSON"] = "print(cdk.read_json 'FILE')",
    ["YAML"] = "print(cdk.read_yaml 'FILE')",
    ["an include"] = "include 'FILE'",
    ["the library's include"] = "cdk.include 'FILE'",
    ["a SAML document"] = "iam.SamlMetadataDocument.from_file 'FILE'",
    ["a directory of an image"] = "ecr_assets.DockerImageAsset(stack, 'I', { directory = 'FILE' })",
    ["a tarball"] = "ecr_assets.TarballImageAsset(stack, 'I', { tarball_file = 'FILE' })",
    ["a template to include"] = "cloudformation_include.CfnInclude(stack, 'I', { template_file = 'FILE' })",
    ["an old include"] = "cdk.CfnInclude(stack, 'I', { template = cdk.read_json 'FILE' })",
  }
  for name, text in pairs(ways) do
    for _, file in ipairs { "/etc", "/etc/passwd", "../secret.txt", "..", "out", "out/passwd", "/proc/self/environ",
      "/dev/zero", "sub/../../secret.txt", "zero" } do
      it("lie below its folder: no " .. name .. " from " .. file, function()
        local result = run(in_stack(text:gsub("FILE", file)), { ["def/sub/x"] = "" },
          { prepare = "ln -s /etc def/out && ln -s /dev/zero def/zero" })
        assert.equal(1, result.status)
        assert.equal("", result.out)
        assert.matches(READ, result.err)
        assert.matches("^app%.lua:2: ", result.err)
      end)
    end
  end

  it("are no Dockerfile beside it", function()
    fails(in_stack "ecr_assets.DockerImageAsset(stack, 'I', { directory = 'sub', file = '../../secret.txt' })", READ,
      { ["def/sub/x"] = "" })
  end)

  it("are not links that lead elsewhere, deep in an asset", function()
    for _, follow in ipairs { "NEVER", "ALWAYS", "EXTERNAL", "BLOCK_EXTERNAL" } do
      local result = run(in_stack("s3_assets.Asset(stack, 'A', { path = 'fn', follow_symlinks ="
        .. " cdk.SymlinkFollowMode." .. follow .. " })"), { ["def/fn/a/x"] = "" },
        { prepare = "ln -s /etc/passwd def/fn/a/link" })
      assert.equal(1, result.status)
      assert.matches("link", result.err)
      assert.not_matches("asset%.", result.files)
    end
  end)

  it("may be links within", function()
    local result = run(in_stack "s3_assets.Asset(stack, 'A', { path = 'link' })", { ["def/fn/x"] = "" },
      { prepare = "ln -s fn def/link && ln -s x def/fn/y" })
    assert.equal(0, result.status)
  end)

  it("are regular: no pipes", function()
    fails("cdk.read_text 'pipe'", "cannot read pipe: ", nil, { prepare = "mkfifo def/pipe" })
    fails(in_stack "s3_assets.Asset(stack, 'A', { path = 'pipe' })", "pipe", nil, { prepare = "mkfifo def/pipe" })
  end)

  it("are not huge", function()
    fails("cdk.read_text 'huge'", "cannot read huge: File too large", nil, { prepare = "truncate -s 100G def/huge" })
    fails(in_stack "s3_assets.Asset(stack, 'A', { path = 'huge' })", "File too large", nil,
      { prepare = "truncate -s 100G def/huge" })
  end)

  it("do not tell whether they exist elsewhere", function()
    local function message(file) return (run("cdk.read_text '" .. file .. "'").err:gsub("/etc/%S+:", "FILE:")) end
    assert.equal(message "/etc/passwd", message "/etc/no-such-file")
  end)

  local writes = {
    ["an app's folder"] = "cdk.App { outdir = 'FILE' }:synth()",
    ["a folder"] = "cdk.FileSystem.copy_directory('fn', 'FILE')",
    ["a temporary folder"] = "cdk.FileSystem.mkdtemp 'x'",
    ["a removal"] = "cdk.FileSystem.rmrf 'FILE'",
    ["a version of a product"] = "servicecatalog.ProductStackHistory(stack, 'H', { product_stack ="
      .. " servicecatalog.ProductStack(stack, 'P'), current_version_name = 'v', current_version_locked = false,"
      .. " directory = 'FILE' }) stack.node.root:synth()",
  }
  for name, text in pairs(writes) do
    for _, file in ipairs { "/tmp/luacdk-escaped", "../escaped", "escaped", "cdk.out/../escaped", "." } do
      it("are not written: " .. name .. " at " .. file, function()
        fails(in_stack(text:gsub("FILE", file)), "^app%.lua:2: cannot write [^\n]*: the sandbox can write only"
          .. " to the run's output folder", { ["def/fn/x"] = "" })
        assert.is_false(luacdk.exists "/tmp/luacdk-escaped")
      end)
    end
  end

  it("are not written through links that came along", function()
    local result = run("cdk.Stack(cdk.Stage(cdk.App(), 'Prod'), 'S')", nil,
      { prepare = "mkdir other && mkdir def/cdk.out && ln -s ../../other def/cdk.out/assembly-Prod" })
    assert.matches("cannot write [^\n]*: cdk%.out/assembly%-Prod is a link that may have come with the code",
      result.err)
    assert.equal(1, result.status)
    assert.not_matches("other/%S", result.files)
    result = run("cdk.Stack(cdk.App(), 'S')", nil, { prepare = "mkdir other && ln -s ../other def/cdk.out" })
    assert.matches("^cannot write cdk%.out: cdk%.out is a link that may have come with the code in %S+/def; use a"
      .. " path that does not go through it\n$", result.err)
    assert.not_matches("other/%S", result.files)
  end)

  for what, row in pairs {
    ["a link in the place of a folder"] = { "ln -s ../../../other copy/sub", "copy/sub: Not a directory" },
    ["a link in the place of a folder further down"] = { "mkdir copy/sub && ln -s ../../../../other copy/sub/deep",
      "copy/sub/deep: Not a directory" },
    ["a link in the place of a file"] = { "ln -s ../../../other/victim copy/top" },
    ["a link that leads to nothing"] = { "ln -s ../../../other/new copy/top" },
    ["another name of a file"] = { "ln ../../other/victim copy/top" },
    ["a pipe"] = { "mkfifo copy/top" },
    ["a device"] = { "ln -s /dev/full copy/top" },
  } do
    it("are not written through what lies in the output folder by a copy of a folder: " .. what, function()
      local result = run("cdk.FileSystem.copy_directory('fn', 'cdk.out/copy') print 'done'",
        { ["def/fn/sub/deep/victim"] = "payload", ["def/fn/top"] = "payload", ["other/victim"] = "untouched" },
        { prepare = "mkdir -p def/cdk.out/copy && cd def/cdk.out && " .. row[1] .. "" })
      assert.equal(row[2] and 1 or 0, result.status)
      assert.equal(row[2] and "" or "done\n", result.out)
      assert.matches(row[2] or "makes no App", result.err)
      assert.equal("untouched", result.victim)
      assert.not_matches("other/new", result.files)
    end)
  end

  for _, output in ipairs { "link", "link/out", "sub/link/out", "../def/link/out", "sub/../link", "way/out",
    "dangling/out", "../near/../def/link" } do
    it("are not written through a link that came along, by -o " .. output, function()
      local result = run("cdk.Stack(cdk.App(), 'S')", { ["def/sub/x"] = "", ["near/x"] = "" }, {
        arguments = { "-o", output },
        prepare = "mkdir other && ln -s ../other def/link && ln -s ../../other def/sub/link && ln -s link def/way"
          .. " && ln -s ../none def/dangling",
      })
      assert.equal(1, result.status)
      assert.matches("^cannot write %S+: %S+ is a link that may have come with the code in %S+/def; use a path",
        result.err)
      assert.not_matches("other/%S", result.files)
      assert.not_matches("none", result.files)
    end)
  end

  for _, output in ipairs { "../out", "../new/out", "new/out", "../link/out", "../near/../out", "../def/out" } do
    it("are written where the user says by -o " .. output, function()
      local result = run("cdk.Stack(cdk.App(), 'S')", { ["near/x"] = "" },
        { arguments = { "-o", output }, prepare = "ln -s near link" })
      assert.equal(output .. ": 1 stack: S\n", result.err)
      assert.matches("out/manifest%.json", result.files)
    end)
  end

  it("stay in the output folder, whatever a stack or an artifact is called", function()
    local result = run("local s = cdk.Stack(cdk.App(), 'S')\nfunction s:_template_file() end\n"
      .. "s.template_file = '../../escaped'\n")
    assert.is_false(result.escaped)
  end)
end)

-- What the program itself opens before, beside and after the code of the folder.
describe("what lies in the folder of untrusted code", function()
  local DEFINITION = "return cdk.template { build = function(stack) stack.node:try_get_context 'x' end }"
  local SCRIPT = "cdk.Stack(cdk.App(), 'S')"

  local function run_in(text, words, prepare, files)
    local all = { ["def/app.lua"] = text, ["secret.json"] = '{ "context": { "x": "secret" }, "a": "secret" }' }
    for name, content in pairs(files or {}) do all[name] = content end
    local folder = luacdk.folder(all)
    assert(os.execute("cd " .. folder .. "/def && " .. prepare))
    local result = luacdk.run(folder .. "/def", words, { before = "timeout 20 " .. luacdk.within(3e9) })
    result.files = table.concat(luacdk.list(folder), " ")
    luacdk.remove(folder)
    return result
  end

  local PLANTED = {
    ["a link to a file elsewhere"] = { "ln -s ../secret.json %s", "the sandbox can read only regular files" },
    ["a link to a link to a file elsewhere"] =
      { "ln -s ../secret.json y && ln -s y %s", "the sandbox can read only regular files" },
    ["a link to the environment"] = { "ln -s /proc/self/environ %s", "the sandbox can read only regular files" },
    ["a link to a device"] = { "ln -s /dev/zero %s", "the sandbox can read only regular files" },
    ["a pipe"] = { "mkfifo %s", "the sandbox can read only regular files" },
    ["a file of 100 GB"] = { "truncate -s 100G %s", "large" },
  }
  local OPENED = {
    { "cdk.json", DEFINITION, "app.lua" }, { "cdk.json", DEFINITION, "ls", "app.lua" },
    { "cdk.json", DEFINITION, "render", "app.lua" }, { "cdk.json", DEFINITION, "params", "app.lua" },
    { "cdk.json", SCRIPT, "--sandbox", "app.lua" }, { "cdk.json", SCRIPT, "render", "--sandbox", "app.lua" },
    { "cdk.context.json", DEFINITION, "--explain-values", "app.lua" },
    { "cdk.context.json", SCRIPT, "--sandbox", "app.lua" },
    { "values.json", DEFINITION, "app.lua" }, { "values.yaml", DEFINITION, "app.lua" },
    { "values.lua", DEFINITION, "app.lua" }, { "given.json", DEFINITION, "--values", "given.json", "app.lua" },
    { "app.lua.snapshot/app.template.json", DEFINITION, "render", "--check", "app.lua" },
    { "app.lua.snapshot/S.template.json", SCRIPT, "render", "--sandbox", "--check", "app.lua" },
  }
  for _, row in ipairs(OPENED) do
    for kind, planted in pairs(PLANTED) do
      local name, text = row[1], row[2]
      local words = { table.unpack(row, 3) }
      it(("is not read: %s, %s, by luacdk %s"):format(name, kind, table.concat(words, " ")), function()
        local prepare = planted[1]:format(name)
        if name:find "/" then -- one folder deeper
          prepare = prepare:find " y " and prepare:gsub("%-s y ", "-s ../y ") or prepare:gsub("%.%./", "../../")
        end
        local result = run_in(text, words, "mkdir -p app.lua.snapshot && " .. prepare)
        assert.not_matches("secret%f[^.]", result.out .. result.err:gsub("secret%.json", ""))
        local is_no_file = name:find "^values" and kind == "a pipe" -- which is told before it would be opened
        assert.equal(1, result.status)
        assert.matches(is_no_file and name .. ": it is not a regular file" or planted[2], result.err)
      end)
    end
  end

  it("may be links that stay within", function()
    local result = run_in(DEFINITION, { "app.lua" }, "ln -s own.json cdk.json", { ["def/own.json"] = "{}" })
    assert.equal(0, result.status)
  end)

  it("is read by the user's own script wherever it leads", function()
    local result = run_in("print(cdk.App().node:try_get_context 'x')", { "app.lua" }, "ln -s ../secret.json cdk.json")
    assert.equal("secret\n", result.out)
    result = run_in("print(cdk.App().node:try_get_context 'x')", { "app.lua" }, "mkfifo cdk.json")
    assert.equal("cannot read cdk.json: not a regular file\n", result.err)
  end)

  it("is read wherever it leads where the definition is trusted", function()
    assert.equal(0, run_in(DEFINITION, { "--trust", "app.lua" }, "ln -s ../secret.json cdk.json").status)
  end)

  it("is not read in the folder around the code either", function()
    for _, words in ipairs { { "sub/app.lua" }, { "--sandbox", "sub/app.lua" } } do
      local result = run_in("", words, "ln -s ../secret.json cdk.json", { ["def/sub/app.lua"] = DEFINITION })
      assert.matches("cannot read cdk%.json: the sandbox can read only regular files", result.err)
      result = run_in("", words, "ln -s .env cdk.json", { ["def/sub/app.lua"] = DEFINITION, ["def/.env"] = "{}" })
      assert.matches("cannot read cdk%.json: the sandbox can read only regular files", result.err)
      result = run_in("", words, "ln -s sub/own.json cdk.json", { ["def/sub/app.lua"] = DEFINITION .. " ",
        ["def/sub/own.json"] = "{}" })
      assert.not_matches("cannot read", result.err)
      result = run_in("", words, "mkdir ../victim && ln -s ../victim cdk.out", { ["def/sub/app.lua"] = DEFINITION })
      assert.matches("^[^\n]*cannot write cdk%.out: cdk%.out is a link that may have come with the code", result.err)
    end
  end)

  local WRITES = {
    ["a snapshot"] = { { "render", "--update", "app.lua" }, "ln -s ../victim app.lua.snapshot" },
    ["a named snapshot"] = { { "render", "--update", "--check=snap/a", "app.lua" }, "ln -s ../victim snap" },
    ["an output"] = { { "-o", "build/cdk.out", "app.lua" }, "ln -s ../victim build" },
    ["a template"] = { { "render", "-o", "build/t.json", "app.lua" }, "ln -s ../victim build" },
    ["templates"] = { { "render", "-o", "build/all", "app.lua" }, "ln -s ../victim build" },
    ["a template's own link"] = { { "render", "-o", "t.json", "app.lua" }, "ln -s ../victim/t.json t.json" },
    ["a depfile"] = { { "--depfile", "build/d", "app.lua" }, "ln -s ../victim build" },
    ["a depfile of a template"] =
      { { "render", "-o", "t.json", "--depfile", "build/d", "app.lua" }, "ln -s ../victim build" },
  }
  for name, row in pairs(WRITES) do
    for _, mode in ipairs { "", "--sandbox" } do
      it(("is not written through where a link leads elsewhere: %s %s"):format(name, mode), function()
        local words = { table.unpack(row[1]) }
        if mode ~= "" then table.insert(words, words[1] == "render" and 2 or 1, mode) end
        local result = run_in(mode == "" and DEFINITION or SCRIPT, words, "mkdir -p ../victim && " .. row[2],
          { ["victim/App.template.json"] = "old" })
        assert.equal(1, result.status)
        assert.matches("is a link that may have come with the code", result.err)
        assert.matches(" victim/ victim/App%.template%.json$", result.files)
      end)
    end
  end

  it("removes nothing where a snapshot leads elsewhere", function()
    local result = run_in(DEFINITION, { "render", "--update", "app.lua" },
      "mkdir ../victim && echo '{}' >../victim/Gone.template.json && ln -s ../victim app.lua.snapshot")
    assert.matches("victim/Gone%.template%.json", result.files)
  end)

  for what, artifact in pairs {
    ["a template elsewhere"] =
      "'X', { type = 'aws:cloudformation:stack', properties = { templateFile = '%s/secret.json' } }",
    ["a template in another folder"] =
      "'X', { type = 'aws:cloudformation:stack', properties = { templateFile = '../secret.json' } }",
    ["a stack's file elsewhere"] =
      "'../../escaped', { type = 'aws:cloudformation:stack', properties = { templateFile = 'S.template.json' } }",
    ["an assembly elsewhere"] = "'X', { type = 'cdk:cloud-assembly', properties = { directoryName = '%s' } }",
    ["an assembly in itself"] = "'X', { type = 'cdk:cloud-assembly', properties = { directoryName = '.' } }",
  } do
    for _, words in ipairs { { "ls", "--sandbox", "app.lua" }, { "render", "--sandbox", "app.lua" },
      { "render", "--sandbox", "-o", "out", "app.lua" }, { "render", "--sandbox", "--update", "app.lua" },
      { "--sandbox", "app.lua" } } do
      it(("is not named by its manifest: %s, luacdk %s"):format(what, table.concat(words, " ")), function()
        local result = run_in([[
          local stack = cdk.Stack(cdk.App(), "S")
          local C = cdk.DefaultStackSynthesizer:extend "C"
          function C:synthesize(session) session.assembly:add_artifact(]] .. artifact:format "/tmp" .. [[) end
          cdk.Stack(stack.node.root, "T", { synthesizer = C() })]], words, "true")
        assert.not_matches("secret%f[^.]", result.out)
        assert.not_matches("escaped", result.files)
        if words[1] == "render" then
          assert.equal(1, result.status)
          assert.matches("not the name of a file beside the manifest", result.err)
        end
      end)
    end
  end

  for _, words in ipairs { { "render", "--update", "--check=../snap", "app.lua" }, { "-o", "../out", "app.lua" },
    { "render", "-o", "../t.json", "app.lua" }, { "--depfile", "../d", "-o", "../out", "app.lua" },
    { "-o", "../link/out", "app.lua" } } do
    it("is written where the user says: " .. table.concat(words, " "), function()
      for _, mode in ipairs { "", "--sandbox", "--trust" } do
        local all = { table.unpack(words) }
        if mode ~= "" then table.insert(all, all[1] == "render" and 2 or 1, mode) end
        local result = run_in(mode == "--sandbox" and SCRIPT or DEFINITION, all, "mkdir ../near && ln -s near ../link")
        assert.equal(0, result.status, result.err)
      end
    end)
  end
end)

describe("programs in the sandbox", function()
  local starts = {
    ["docker for bundling"] = "s3_assets.Asset(stack, 'A', { path = 'fn', bundling ="
      .. " cdk.BundlingOptions { image = cdk.DockerImage.from_registry 'x', command = { 'touch', '../escaped' } } })",
    ["a build of an image"] = "cdk.DockerImage.from_build 'fn'",
    ["a build of code"] = "lambda.Code.from_docker_build 'fn'",
    ["a command of its own"] = "lambda.Code.from_custom_command('fn', { 'touch', 'escaped' })",
  }
  for name, text in pairs(starts) do
    it("do not start: no " .. name, function()
      fails(in_stack(text), "app%.lua:2: cannot run %S+: the sandbox cannot start programs; run code you trust without",
        { ["def/fn/Dockerfile"] = "FROM scratch" })
    end)
  end
end)

-- ---------------------------------------------------------------------------------------------------------------------

describe("the limits of the sandbox", function()
  local SMALL = { arguments = { "--memory-limit", "64M", "--instruction-limit", "20M", "--time-limit", "1" } }
  local bombs = {
    ["a loop"] = "while true do end",
    ["a loop in pcall"] = "while true do pcall(function() while true do end end) end",
    ["a loop in the handler of xpcall"] =
      "xpcall(function() while true do end end, function() while true do end end)",
    ["a handler for the error of the limit"] =
      "while true do xpcall(function() while true do end end, function(e) while true do e = e end end) end",
    ["a loop in a coroutine"] = "coroutine.wrap(function() while true do end end)()",
    ["a loop in coroutines of coroutines"] =
      "local function f() coroutine.wrap(f)() end while true do pcall(f) end",
    ["many short coroutines"] = "while true do coroutine.wrap(function() for i = 1, 50 do end end)() end",
    ["a loop in __close of a dead coroutine"] = [[
      local loop = setmetatable({}, { __close = function() while true do end end })
      local co = coroutine.create(function() local x <close> = loop while true do end end)
      while true do coroutine.resume(co) coroutine.close(co) end]],
    ["a loop in __close"] = "do local x <close> = setmetatable({}, { __close = function() while true do end end }) end",
    ["a loop in __index"] = "local t = setmetatable({}, { __index = function() while true do end end }) print(t.x)",
    ["a chain of __index that is a circle"] =
      "local t = {} setmetatable(t, { __index = t }) while true do pcall(function() return t.x end) end",
    ["a loop in __pairs"] = "pairs(setmetatable({}, { __pairs = function() while true do end end }))",
    ["a loop in __tostring"] = "tostring(setmetatable({}, { __tostring = function() while true do end end }))",
    ["an error whose __tostring is a loop"] =
      "error(setmetatable({}, { __tostring = function() while true do end end }))",
    ["an error whose __tostring is an error like it"] =
      "local e e = setmetatable({}, { __tostring = function() error(e) end }) while true do pcall(error, e) end",
    ["load with an endless reader"] = "load(function() return 'x = 1 ' end)",
    ["a huge text to load"] = "load(('x = 1 '):rep(1e7))",
    ["string.rep"] = "return ('x'):rep(1e9)",
    ["string.rep beyond integers"] = "while true do pcall(string.rep, 'x', math.maxinteger) end",
    ["string.rep with a separator"] = "return ('x'):rep(1e8, ('y'):rep(1000))",
    ["doubling"] = "local s = 'x' while true do s = s .. s end",
    ["doubling in pcall"] = "local s = 'x' while true do pcall(function() s = s .. s end) end",
    ["a table that grows"] = "local t = {} while true do t[#t + 1] = {} end",
    ["backtracking, find"] = "string.find(('a'):rep(1e5), ('a*'):rep(50) .. 'b')",
    ["backtracking, match"] = "return ('a'):rep(1e5):match(('a*'):rep(50) .. 'b')",
    ["backtracking, gmatch"] = "for x in ('a'):rep(1e5):gmatch(('a-'):rep(50) .. 'b') do print(x) end",
    ["backtracking, gsub"] = "return ('a'):rep(1e5):gsub(('.?'):rep(100) .. 'b', '')",
    ["backtracking with captures"] = "return ('a'):rep(1e5):find('(.-)(.-)(.-)(.-)%1%2%3%4b')",
    ["a plain search"] = "local s = ('a'):rep(3e7) while true do s:find(('a'):rep(1e7) .. 'b', 1, true) end",
    ["gsub that grows"] = "local s = 'xx' while true do s = s:gsub('x', 'xx') end",
    ["gsub with a function for ever"] = "return ('x'):rep(1e6):gsub('', function() while true do end end)",
    ["gsub in gsub"] = "local function f(s) return (s:gsub('.', f)) end while true do pcall(f, 'xx') end",
    ["balanced pairs"] = "local s = ('('):rep(1e6) return s:gsub('%b()', '')",
    ["table.concat of a false length"] =
      "table.concat(setmetatable({}, { __len = function() return 1e15 end, __index = function() return '' end }))",
    ["table.concat with a range"] =
      "table.concat(setmetatable({}, { __index = function() return '' end }), '', 1, 1e15)",
    ["table.unpack"] = "while true do pcall(table.unpack, {}, 1, 1e7) end",
    ["table.move"] = "table.move({}, 1, 1e15, 2)",
    ["table.move downwards"] = "table.move({}, -1e15 // 1 | 0, -1, 1)",
    ["table.insert with a false length"] =
      "table.insert(setmetatable({}, { __len = function() return 1 << 60 end }), 1, 'x')",
    ["table.remove with a false length"] =
      "table.remove(setmetatable({}, { __len = function() return 1 << 60 end }), 1)",
    ["table.sort with a false length"] =
      "table.sort(setmetatable({}, { __len = function() return 1 << 30 end, __index = function() return 1 end }))",
    ["table.sort without an order"] = [[
      local t = {} for i = 1, 1e5 do t[i] = i end
      while true do pcall(table.sort, t, function() return true end) end]],
    ["# of a false length"] = "while true do local _ = #setmetatable({}, { __len = function() return 1 end }) end",
    ["string.byte and char"] = "local s = ('x'):rep(1e6) while true do pcall(string.byte, s, 1, -1) end",
    ["utf8.char"] = "local t = {} for i = 1, 1e5 do t[i] = 65 end while true do utf8.char(table.unpack(t)) end",
    ["string.pack"] = "while true do string.pack('c1000000000', '') end",
    ["recursion"] = "local function f() return f() + 1 end while true do pcall(f) end",
    ["recursion through C"] = "local function f() return pcall(f) end while true do f() end",
    ["recursion of load"] = "local s = 'x' for i = 1, 30 do s = s .. s end load(s)",
    ["nested parentheses"] = "while true do load('return ' .. ('('):rep(1e5)) end",
    ["a deep table in a property"] = in_stack [[
      local t = {} for i = 1, 1e6 do t = { t } end
      cdk.CfnResource(stack, 'R', { type = 'A::B::C', properties = { P = t } })
      while true do end]],
    ["a table in itself in a property"] = in_stack [[
      local t = {} t.t = t
      pcall(cdk.CfnResource, stack, 'R', { type = 'A::B::C', properties = { P = t } })
      while true do end]],
    ["a value that is resolved for ever"] = in_stack [[
      cdk.CfnOutput(stack, 'O', { value = cdk.Lazy.string { produce = function() while true do end end } })]],
    ["an aspect"] = in_stack "cdk.Aspects.of(stack):add { visit = function() while true do end end }",
    ["a validation"] = in_stack "stack.node:add_validation { validate = function() while true do end end }",
    ["a _resolve"] = in_stack
      "cdk.CfnOutput(stack, 'O', { value = cdk.Lazy.any { produce = function() while true do end end } })",
    ["a table whose text is of exponential size"] = in_stack [[
      local t = { 1 } for i = 1, 60 do t = { t, t } end
      cdk.CfnResource(stack, 'R', { type = 'A::B::C', properties = { P = t } })]],
    ["ever more constructs"] = in_stack "for i = 1, 1e9 do s3.Bucket(stack, 'B' .. i) end",
    ["an include of itself"] = "while true do pcall(include, 'app.lua') end",
  }
  for name, text in pairs(bombs) do
    it("hold against " .. name, function()
      local result = run(text, { ["def/fn/" .. ("a"):rep(60) .. "b"] = "" }, SMALL)
      assert.equal(1, result.status)
      assert.equal("", result.out)
      assert.matches("the limit of %S+ %S+ ?%S* ?%S* was [^\n]*; %-%-%l+%-limit changes it", result.err)
      assert.not_matches("cdk.out/[^.]", result.files)
    end)
  end

  local harmless = {
    ["format with a width"] = "return ('%9999999d'):format(1)",
    ["empty repetition"] = "print(#(''):rep(1e15), #(''):rep(1e15, ''))",
    ["a pattern with too many items in each other"] = "return ('x'):find(('(x'):rep(300))",
    ["table.move of more than there are numbers for"] = "table.move({}, math.mininteger, -1, 1, {})",
    ["unpack of too many"] = "return table.unpack({}, 1, 1e7)",
    ["patterns of files"] = in_stack [[s3_assets.Asset(stack, 'A', { path = 'fn', exclude =
      { '+(a|aa|a*)+(a|aa|a*)+(a|aa)*(a)c', ('*a'):rep(30) .. 'c' } })]],
    ["a text that many parts are added to"] = in_stack [[
      local text = cdk.Fn.ref 'R' for i = 1, 100000 do text = text .. 'x' end
      cdk.CfnOutput(stack, 'O', { value = text })]],
    ["a deep table in JSON"] =
      "local t = {} for i = 1, 1e5 do t = { t } end cdk.Stack(cdk.App(), 'S'):to_json_string(t)",
  }
  for name, text in pairs(harmless) do
    it("need not stop " .. name, function()
      local result = run(text, { ["def/fn/" .. ("a"):rep(60) .. "b"] = "" }, SMALL)
      assert.not_matches("limit of", result.err)
      assert.is_true(result.status <= 1)
    end)
  end

  it("say where they were reached", function()
    assert.equal("app.lua:2: the limit of 1000000 instructions was reached; --instruction-limit changes it\n",
      run("\nwhile true do end", nil, { arguments = { "--instruction-limit", "1M" } }).err)
    assert.equal("app.lua:2: the limit of 0.1 seconds was reached; --time-limit changes it\n",
      run("\nwhile true do end", nil, { arguments = { "--time-limit", "0.1" } }).err)
    assert.matches("^app%.lua:2: the limit of 32 MiB of memory was reached; %-%-memory%-limit changes it\n",
      run("local t = {}\nwhile true do t[#t + 1] = ('x'):rep(1000) .. #t end", nil,
        { arguments = { "--memory-limit", "32M" } }).err)
  end)

  it("count the same on every run", function()
    local text = "local n = 0 while true do n = n + 1 if n % 1000 == 0 then print(n) end end"
    local one = run(text, nil, { arguments = { "--instruction-limit", "100k" } })
    local other = run(text, nil, { arguments = { "--instruction-limit", "100k" } })
    assert.same(one, other)
  end)

  it("hold for a script without the sandbox as well", function()
    local folder = luacdk.folder { ["app.lua"] = "while true do end" }
    local result = luacdk.run(folder, { "--time-limit", "0.1", "app.lua" })
    luacdk.remove(folder)
    assert.matches("the limit of 0.1 seconds was reached", result.err)
  end)
end)

describe("without /proc", function()
  local hidden = "unshare -rm sh -c 'mount -t tmpfs none /proc && exec \"$@\"' sh"
  local possible = not luacdk.is_sanitized and os.execute(hidden .. " true 2>/dev/null")

  ;(possible and it or pending)("a run says what it needs, sandboxed or not", function()
    local folder = luacdk.folder { ["app.lua"] = "cdk.Stack(cdk.App(), 'S')" }
    for _, words in ipairs { { "app.lua" }, { "--sandbox", "app.lua" }, { "check", "app.lua" },
      { "ls", "--sandbox", "app.lua" } } do
      local result = luacdk.run(folder, words, { before = hidden })
      assert.same({ 1, "luacdk needs /proc, by which it holds folders open, and it is not there: mount it "
        .. "(mount -t proc proc /proc)\n" }, { result.status, result.err })
    end
    assert.same({ "app.lua" }, luacdk.list(folder))
    luacdk.remove(folder)
  end)
end)
