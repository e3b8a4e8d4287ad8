-- src/cli: the command line.
local luacdk = require "spec.support.luacdk"

describe("the command line", function()
  local folder

  setup(function() folder = luacdk.folder { ["app.lua"] = "print(require('luacdk.settings').outdir, ...)" } end)

  teardown(function() luacdk.remove(folder) end)

  local function run(...) return luacdk.run(folder, { ... }) end

  it("prints the version, and those of the libraries that are linked in", function()
    local result = run "--version"
    assert.equal(0, result.status)
    local lines = {}
    for line in result.out:gmatch "[^\n]+" do lines[#lines + 1] = line end
    assert.matches("^luacdk %d+%.%d+%.%d+ %(aws%-cdk%-lib 2%.276%.0%)$", lines[1])
    for i, library in ipairs { "Lua", "OpenSSL", "libyaml", "libedit", "glibc" } do
      assert.matches("^" .. library .. " %d+%.%d+", lines[i + 1])
    end
    assert.equal(6, #lines)
  end)

  it("prints help, also of one command", function()
    assert.matches("Usage: luacdk %[COMMAND%] %[OPTION…%] FILE", run("--help").out)
    assert.matches("%-o, %-%-output DIR", run("--help").out)
    assert.equal(run("help", "synth").out, run("synth", "--help").out)
    assert.not_matches("%-%-output", run("ls", "--help").out)
  end)

  it("says in the help of a command only what concerns that command", function()
    assert.matches("%-%-output DIR +write the cloud assembly to DIR", run("help", "synth").out)
    assert.matches("%-%-output DIR +write a file for each template to DIR", run("help", "render").out)
    assert.matches("%-%-output FILE +write the script to FILE", run("help", "import").out)
    assert.matches("%-%-keep%-going +continue after an error in piped input", run("help", "repl").out)
    assert.not_matches("Options for definitions", run("help", "import").out)
    assert.not_matches("[Ss]andbox", run("help", "schema").out)
  end)

  it("lists an option once, in lines of at most 110 columns", function()
    for _, command in ipairs { "synth", "ls", "render", "params", "test", "import", "repl", "schema", "handlers",
      "init", "completion", "man", "help", "deploy", "watch", "asset" } do
      local seen = {}
      for line in run("help", command).out:gmatch "[^\n]+" do
        assert.is_true(utf8.len(line) <= 110, line)
        local option = line:match "^ +%-?%a?,? *%-%-([%a-]+)"
        assert.is_nil(option and seen[option], line)
        if option then seen[option] = true end
      end
      assert.is_true(seen.help)
    end
  end)

  it("explains with help whatever schema knows", function()
    for _, name in ipairs { "lambda.Function", "AWS::SQS::Queue.FifoQueue", "s3.Bucket.from_bucket_arn", "policy" } do
      local result = run("help", name)
      assert.equal(0, result.status)
      assert.equal(run("schema", name).out, result.out)
    end
  end)

  it("prints help and fails when it is asked for nothing", function()
    local result = run()
    assert.equal(2, result.status)
    assert.matches("Usage:", result.out)
  end)

  it("runs a file with and without the word synth", function()
    assert.equal("cdk.out\n", run("app.lua").out)
    assert.equal("cdk.out\n", run("synth", "app.lua").out)
  end)

  it("takes options before and behind the file, in all their spellings", function()
    for _, words in ipairs {
      { "-o", "x y", "app.lua" }, { "app.lua", "-ox y" }, { "synth", "app.lua", "--output", "x y" },
      { "synth", "--output=x y", "app.lua" }, { "-qo", "x y", "app.lua" },
    } do
      assert.equal("x y\n", run(table.unpack(words)).out)
    end
  end)

  it("passes what stands after -- to the script", function()
    assert.equal("cdk.out\t-o\t--help\t\n", run("app.lua", "--", "-o", "--help", "").out)
  end)

  it("names the nearest command or option for a misspelt one", function()
    for words, message in pairs {
      [{ "sinth", "app.lua" }] = "luacdk: unknown command 'sinth'; did you mean 'synth'?",
      [{ "synth", "--outptu", "x", "app.lua" }] = "luacdk: unknown option '--outptu'; did you mean '--output'?",
      [{ "destroy", "app.lua" }] = "luacdk: unknown command 'destroy'; write `cdk destroy`",
      [{ "help", "sl" }] = "luacdk: unknown command 'sl'; did you mean 'ls'?",
      [{ "synth", "-x", "app.lua" }] = "luacdk: unknown option '-x'",
    } do
      local result = run(table.unpack(words))
      assert.equal(2, result.status)
      assert.equal(message, result.err:match "^[^\n]*")
      assert.equal("", result.out)
    end
  end)

  it("says what is wrong with an option", function()
    for words, message in pairs {
      [{ "synth" }] = "luacdk: FILE is missing: luacdk synth FILE",
      [{ "app.lua", "-o" }] = "luacdk: --output needs a value: DIR",
      [{ "app.lua", "--output=" }] = "luacdk: --output needs the name of a folder",
      [{ "app.lua", "--quiet=1" }] = "luacdk: --quiet takes no value",
      [{ "app.lua", "-c", "key" }] = "luacdk: -c needs KEY=VALUE, not 'key'",
      [{ "test", "--format", "x", "app.lua" }] = "luacdk: `luacdk test` has no option --format",
      [{ "ls", "-o", "x", "app.lua" }] = "luacdk: `luacdk ls` has no option --output",
      [{ "app.lua", "--memory-limit", "lots" }] = "luacdk: --memory-limit needs a size such as 512M, not 'lots'",
      [{ "app.lua", "--time-limit", "0" }] = "luacdk: --time-limit needs a number of seconds, not '0'",
      [{ "app.lua", "--instruction-limit=5T" }] = "luacdk: --instruction-limit needs a number such as 500M, not '5T'",
      [{ "app.lua", "--depfile=" }] = "luacdk: --depfile needs the name of a file",
      [{ "render", "app.lua", "other" }] = "luacdk: unexpected 'other'; put arguments for the script after --",
      [{ "import", "x.yaml", "-o" }] = "luacdk: --output needs a value: FILE",
      [{ "import", "x.yaml", "--keep-going" }] = "luacdk: `luacdk import` has no option --keep-going",
    } do
      local result = run(table.unpack(words))
      assert.equal(2, result.status)
      assert.equal(message, result.err:match "^[^\n]*")
    end
  end)

  it("fails with status 1 for a file that is not there", function()
    local result = run "none.lua"
    assert.equal(1, result.status)
    assert.equal("cannot open none.lua: No such file or directory\n", result.err)
  end)
end)
