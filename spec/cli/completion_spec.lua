-- luacdk completion, luacdk man: what follows from the table of options for shells and for man.
local luacdk = require "spec.support.luacdk"

local function has(program) return os.execute("command -v " .. program .. " >/dev/null") == true end

local FILES = {
  ["app.lua"] = [[
print "noise"
local app = cdk.App()
for _, stage in ipairs { "Test", "Prod" } do cdk.Stack(cdk.Stage(app, stage), "Orders") end
cdk.Stack(constructs.Construct(app, "$(touch pwned) x"), "S")
]],
  ["writes.lua"] = [[
local file = io.open("written", "w")
if file then file:close() end
cdk.Stack(cdk.App(), "S")
]],
  ["loops.lua"] = "while true do end",
  ["wrong.lua"] = "error 'no'",
  ["service.lua"] = [[
return cdk.template {
  params = {
    size = { type = "enum", one_of = { "small", "large" }, doc = "How\tbig" },
    deep = { type = "map", fields = { on = "boolean" } },
  },
  build = function(scope) sqs.Queue(scope, "Q") end,
}
]],
  ["fleet.lua"] = [[
return cdk.matrix { template = include "service.lua", env = { "dev", "prod" }, region = { "eu-west-1", "us-east-1" } }
]],
  ["values/staging.yaml"] = "size: large\n",
}

local folder

setup(function()
  folder = luacdk.folder(FILES)
  os.execute(("mkdir %s/bin && ln -s \"$(realpath %s)\" %s/bin/luacdk"):format(folder, luacdk.program, folder))
end)

teardown(function() luacdk.remove(folder) end)

-- What a program prints in the folder, as a list of lines; sorted.
local function lines(command)
  luacdk.write(folder .. "/command", command)
  local pipe = assert(io.popen(("cd %s && HOME=%s PATH=%s/bin:$PATH LC_ALL=C.UTF-8 sh ./command 2>&1"):format(folder,
    folder, folder)))
  local list = {}
  for line in pipe:lines() do list[#list + 1] = line end
  pipe:close()
  table.sort(list)
  return list
end

describe("luacdk completion", function()
  -- The candidates for the last word, without what they are.
  local function offered(...)
    local result = luacdk.run(folder, { "completion", "fish", "--", "luacdk", ... })
    assert.equal(0, result.status)
    assert.equal("", result.err)
    local list = {}
    for line in result.out:gmatch "[^\n]+" do list[#list + 1] = line:match "^[^\t]*" end
    return list
  end

  it("offers commands and options from the one table, with what they are", function()
    assert.same({ "params", ":scripts" }, offered "pa")
    assert.same({ "--keep-going" }, offered("repl", "--k"))
    assert.same({ "--luals", "--luarc" }, offered("schema", "--lua"))
    assert.same({}, offered("ls", "--out"))
    assert.equal("--force\toverwrite an existing FILE\n",
      luacdk.run(folder, { "completion", "zsh", "--", "luacdk", "import", "--fo" }).out)
    assert.same({ "bash", "zsh", "fish" }, offered("completion", ""))
    assert.same({ "import", "init" }, offered("help", "i"))
  end)

  it("offers what an option takes", function()
    assert.same({ "json", "yaml" }, offered("render", "--format", ""))
    assert.same({ "--format=yaml" }, offered("render", "--format=y"))
    assert.same({ "--json-schema=whole" }, offered("params", "--json-schema="))
    assert.same({ "app", "definition" }, offered("init", "--template", ""))
    assert.same({ ":folders" }, offered("synth", "app.lua", "-o", ""))
    assert.same({ ":files" }, offered("synth", "--depfile", ""))
    assert.same({ "explain" }, offered("asset", ""))
    assert.same({ ":files" }, offered("asset", "explain", ""))
    assert.same({ ":files" }, offered("params", "service.lua", "--check", ""))
    assert.same({}, offered("synth", "--time-limit", ""))
  end)

  it("offers stacks", function()
    assert.same({ "Test/Orders", "Prod/Orders", "$(touch pwned) x/S" }, offered("synth", "app.lua", ""))
    assert.same({ "Prod/Orders" }, offered("ls", "app.lua", "--long", "P"))
    assert.same({ "service" }, offered("service.lua", ""))
    assert.same({ "service-staging" }, offered("synth", "service.lua", "--env", "staging", ""))
  end)

  it("offers parameters, their values, axes and environments", function()
    assert.same({ "size=", "deep=", "deep.on=" }, offered("service.lua", "--set", ""))
    assert.same({ "size=small", "size=large" }, offered("service.lua", "--set", "size="))
    assert.same({ "--set=deep.on=true" }, offered("service.lua", "--set=deep.on=t"))
    assert.same({ "env=", "region=" }, offered("fleet.lua", "--only", ""))
    assert.same({ "env=dev,region=eu-west-1" }, offered("fleet.lua", "--only", "env=dev,region=e"))
    assert.same({ "staging", "dev", "prod" }, offered("fleet.lua", "--env", ""))
    assert.equal("size=\tHow big\n", luacdk.run(folder, { "completion", "bash", "--", "luacdk", "service.lua", "--set",
      "s" }).out)
  end)

  it("says nothing where nothing fits or something fails", function()
    for _, words in ipairs { { "bogus", "" }, { "synth", "--bogus", "" }, { "synth", "wrong.lua", "" },
      { "synth", "none.lua", "" }, { "synth", "app.lua", "--", "" }, { "app.lua", "--set", "" },
      { "--env", "" }, { "check", "service.lua", "" } } do
      assert.same({}, offered(table.unpack(words)))
    end
  end)

  it("runs a script in the sandbox only, and not for long", function()
    offered("synth", "writes.lua", "")
    offered("synth", "writes.lua", "--trust", "")
    assert.is_false(luacdk.exists(folder .. "/written"))
    local start = os.time()
    assert.same({}, offered("synth", "loops.lua", ""))
    assert.is_true(os.time() - start <= 6)
  end)

  it("needs the name of a shell", function()
    assert.equal(2, luacdk.run(folder, { "completion" }).status)
    local result = luacdk.run(folder, { "completion", "tcsh" })
    assert.same({ 2, "luacdk: completion needs the name of a shell: bash, zsh or fish" },
      { result.status, result.err:match "^[^\n]*" })
  end)
end)

describe("completion in bash", function()
  -- Bash has split the line at = and : already.
  local function bash(line, ...)
    local words = {}
    for i, word in ipairs { ... } do words[i] = "'" .. word:gsub("'", "'\\''") .. "'" end
    luacdk.write(folder .. "/drive.bash", ([[
source <(luacdk completion bash)
COMP_LINE=%s COMP_POINT=${#COMP_LINE} COMP_WORDS=(%s) COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
_luacdk luacdk
((${#COMPREPLY[@]})) && printf '%%s\n' "${COMPREPLY[@]}"
]]):format("'" .. line:gsub("'", "'\\''") .. "'", table.concat(words, " ")))
    return lines "bash drive.bash"
  end

  it("completes words, also those that bash has split", function()
    assert.same({ "schema" }, bash("luacdk sc", "luacdk", "sc"))
    assert.same({ "large", "small" }, bash("luacdk service.lua --set size=", "luacdk", "service.lua", "--set", "size",
      "="))
    assert.same({ "yaml" }, bash("luacdk render --format=y", "luacdk", "render", "--format", "=", "y"))
    assert.same({ "Prod/Orders" }, bash("luacdk ls app.lua P", "luacdk", "ls", "app.lua", "P"))
    assert.same({ "app.lua" }, bash("luacdk ls a", "luacdk", "ls", "a"))
    assert.same({ "eu-west-1" }, bash("luacdk fleet.lua --only env=dev,region=e", "luacdk", "fleet.lua", "--only",
      "env", "=", "dev,region", "=", "e"))
    assert.same({ "prod" }, bash("luacdk fleet.lua --env=p", "luacdk", "fleet.lua", "--env", "=", "p"))
    assert.same({ "bin", "values" }, bash("luacdk synth -o ", "luacdk", "synth", "-o", ""))
  end)

  it("quotes what it inserts, and runs none of it", function()
    assert.same({ [[\$\(touch\ pwned\)\ x/S]] }, bash("luacdk ls app.lua $", "luacdk", "ls", "app.lua", "$"))
    bash("luacdk ls app.lua $(touch pwned", "luacdk", "ls", "app.lua", "$(touch pwned")
    assert.is_false(luacdk.exists(folder .. "/pwned"))
  end)

  it("has a script that bash can read", function() assert.same({}, lines "luacdk completion bash | bash -n") end)
end)

describe("completion in fish", function()
  if not has "fish" then return pending "fish is not installed" end

  local function fish(line)
    luacdk.write(folder .. "/drive.fish", "luacdk completion fish | source\ncomplete -C '" .. line .. "'\n")
    local list = lines "fish --no-config drive.fish"
    for i, text in ipairs(list) do list[i] = text:match "^[^\t]*" end
    return list
  end

  it("completes words", function()
    assert.same({ "schema" }, fish "luacdk sc")
    assert.same({ "size=large", "size=small" }, fish "luacdk service.lua --set size=")
    assert.same({ "--format=yaml" }, fish "luacdk render --format=y")
    assert.same({ "Prod/Orders" }, fish "luacdk ls app.lua P")
    assert.same({ "env=dev,region=eu-west-1" }, fish "luacdk fleet.lua --only env=dev,region=e")
    assert.same({ "--env=prod" }, fish "luacdk fleet.lua --env=p")
    assert.same({ "app.lua" }, fish "luacdk ls ap")
    assert.same({ "bin/", "values/" }, fish "luacdk synth -o ")
  end)

  it("has a script that fish can read", function() assert.same({}, lines "luacdk completion fish | fish -n") end)
end)

describe("completion in zsh", function()
  if not has "zsh" then return pending "zsh is not installed" end

  -- The completion system's part is played by functions that print what they are given.
  local function zsh(current, ...)
    luacdk.write(folder .. "/drive.zsh", ([[
compdef() { }
source <(luacdk completion zsh)
compadd() { local name=$@[-1]; print -rl -- "${(@P)name}" }
compset() { PREFIX=${PREFIX#*=} }
_files() { print -r -- "files $* for $PREFIX" }
words=(%s) CURRENT=${#words} PREFIX=%s
_luacdk
]]):format("luacdk " .. table.concat({ ... }, " ") .. " " .. current, current))
    return lines "zsh -f drive.zsh"
  end

  it("completes words", function()
    assert.same({ "files -g *.lua for sch", "schema" }, zsh "sch")
    assert.same({ "size=large", "size=small" }, zsh("size=", "service.lua", "--set"))
    assert.same({ "--format=yaml" }, zsh("--format=y", "render"))
    assert.same({ "Prod/Orders" }, zsh("P", "ls", "app.lua"))
    assert.same({ "env=dev,region=eu-west-1" }, zsh("env=dev,region=e", "fleet.lua", "--only"))
    assert.same({ "--env=prod" }, zsh("--env=p", "fleet.lua"))
    assert.same({ "files -/ for x" }, zsh("--output=x", "synth"))
  end)

  it("has a script that zsh can read", function() assert.same({}, lines "luacdk completion zsh | zsh -n") end)
end)

describe("luacdk man", function()
  it("has every command and option", function()
    local page = luacdk.run(folder, { "man" }).out
    for _, name in ipairs { "synth", "ls", "render", "params", "test", "import", "repl", "schema", "handlers", "init",
      "completion", "man", "help" } do
      assert.truthy(page:find("\n.SS luacdk " .. name, 1, true), name)
      for option in luacdk.run(folder, { "help", name }).out:gmatch "%-%-([%a-]+)" do
        assert.truthy(page:find("\\-\\-" .. option:gsub("%-", "\\-"), 1, true), option)
      end
    end
  end)

  it("is what mandoc takes without complaint", function()
    if not has "mandoc" then return pending "mandoc is not installed" end
    assert.same({}, lines "luacdk man | mandoc -Tlint -Wstyle")
  end)
end)
