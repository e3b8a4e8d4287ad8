-- luacdk params --check: values files, without building anything.
local luacdk = require "spec.support.luacdk"

local DEFINITION = [[
return cdk.template {
  params = {
    memory = { type = "integer", max = 100, required = true },
    tags = { type = "map", of = "string", default = {} },
    net = { type = "map", fields = { nat = { type = "integer", default = 1, max = 3 } } },
  },
  check = function(p) if p.memory == 13 then return "thirteen brings bad luck" end end,
  build = function() error "never" end,
}
]]

local MISSING = "d.lua:3: memory: is required and has no value: set it in a values file, with --set memory=… or with "
  .. "LUACDK_P_MEMORY\n"

local function run(files, ...)
  local all = { ["d.lua"] = DEFINITION }
  for name, text in pairs(files) do all[name] = text end
  local folder = luacdk.folder(all)
  local result = luacdk.run(folder, { "params", files["m.lua"] and "m.lua" or "d.lua", "--check", ... })
  luacdk.remove(folder)
  return result
end

local function finds(expected, summary, files, ...)
  local result = run(files, ...)
  assert.same({ 1, expected, summary .. "\n" }, { result.status, result.out, result.err })
end

local function finds_nothing(expected, files, ...)
  local result = run(files, ...)
  assert.same({ 0, expected .. "\n", "" }, { result.status, result.out, result.err })
end

describe("luacdk params --check", function()
  it("tells all mistakes, in the order of files and lines", function()
    finds("values.yaml:1: tags.A: must be a string, got the number 5; put it in quotes\n"
      .. "values.yaml:2: unknown parameter 'memry'; did you mean 'memory'?\n"
      .. "values/dev.json:1: memory: must be at most 100, got 1000\n"
      .. "values/prod.lua:2: net.nat: must be at most 3, got 9\n"
      .. MISSING .. "  in env=prod\n", "5 mistakes in 3 values files", {
        ["values.yaml"] = "tags: { A: 5 }\nmemry: 3\n", ["values/dev.json"] = '{ "memory": 1000 }',
        ["values/prod.lua"] = "return {\n  net = { nat = 9 } }",
      })
  end)

  it("refuses what has the name of a values file and is none", function()
    local function refuses(name, words, make)
      local folder = luacdk.folder { ["d.lua"] = DEFINITION, ["values/dev.yaml"] = "memory: 1" }
      os.execute(("cd '%s' && %s '%s'"):format(folder, make, name))
      local result = luacdk.run(folder, { "params", "d.lua", "--check" })
      luacdk.remove(folder)
      assert.same({ 1, "" }, { result.status, result.out })
      assert.equal(("cannot read the values %s: it %s\n"):format(name, words), result.err)
    end
    refuses("values.yaml", "is a folder", "mkdir")
    refuses("values/prod.json", "is a folder", "mkdir")
    refuses("d.values.lua", "is a link to what is not there", "ln -s nowhere")
    refuses("values/prod.yml", "is not a regular file", "mkfifo")
  end)

  it("finds what a higher layer hides", function()
    finds("values.yaml:1: memory: must be at most 100, got 101\n", "1 mistake in 2 values files",
      { ["values.yaml"] = "memory: 101", ["values/prod.yaml"] = "memory: 1" })
  end)

  it("finds what only the layers together do wrong", function()
    finds(MISSING, "1 mistake in no values files", {})
    finds("d.lua:7: thirteen brings bad luck\n  in env=prod\n", "1 mistake in 3 values files",
      { ["values.yaml"] = "tags: {}", ["values/dev.yaml"] = "memory: 1", ["values/prod.yaml"] = "memory: 13" })
  end)

  it("looks only at the files that are named, and what lies below them", function()
    local files = { ["values.yaml"] = "memory: 5", ["values/dev.yaml"] = "net: { nat: 0 }",
      ["values/prod.yaml"] = "memory: x", ["more.yaml"] = "tags: [a]", ["bad.json"] = "{" }
    finds_nothing("d.lua: 1 values file, no mistakes", files, "values/dev.yaml")
    finds("more.yaml:1: tags: must be a map, got a list of 1\n"
      .. "values/prod.yaml:1: memory: must be an integer, got the string 'x'\n  in env=prod\n",
      "2 mistakes in 1 values file", files, "more.yaml")
    local result = run(files, "bad.json", "none.yaml")
    assert.equal(1, result.status)
    assert.matches("^bad%.json:1:2: [^\n]*\ncannot read the values none%.yaml: No such file or directory\n$",
      result.out)
  end)

  it("checks each cell of a matrix, and environments that no cell has", function()
    local files = { ["values/dev.yaml"] = "memory: 13", ["values/prod.yaml"] = "memory: 1",
      ["values/x.yaml"] = "memory: z",
      ["m.lua"] = 'return cdk.matrix { template = include "d.lua", env = { "dev", "prod" }, region = { "a", "b" } }' }
    finds("values/x.yaml:1: memory: must be an integer, got the string 'z'\nd.lua:7: thirteen brings bad luck\n"
      .. "  in env=dev region=a, env=dev region=b\n", "2 mistakes in 3 values files", files)
  end)

  it("asks the facts of the definition, also inherited ones, and shows the values that they looked at", function()
    local facts = [[
return cdk.template {
  params = { memory = { type = "integer", default = 1 }, zones = { type = "list", of = "string", default = { "a" } } },
  facts = {
    ["much memory is in two zones"] = function(p) return p.memory < 5 or #p.zones >= 2 end,
    ["memory is even."] = function(p) return p.memory % 2 == 0 or ("%d is odd"):format(p.memory) end,
  },
  build = print,
}]]
    local memory, other = { ["d.lua"] = facts, ["values/dev.yaml"] = "memory: 2" }, { ["base.lua"] = facts }
    finds_nothing("d.lua: 1 values file, no mistakes", memory)
    memory["values/prod.yaml"] = "memory: 7"
    local both = "%s:4: the fact 'much memory is in two zones' is false: memory = 7 (values/prod.yaml:1), "
      .. "zones = [a] (default, %s:2)\n  in env=prod\n"
      .. "%s:5: the fact 'memory is even.' is false: 7 is odd\n  in env=prod\n"
    finds(both:gsub("%%s", "d.lua"), "2 mistakes in 2 values files", memory)
    for name, text in pairs(memory) do other[name] = text end
    other["d.lua"] = [[return cdk.template { extends = include "base.lua", facts = {
      ["it errs"] = function(p) return p.nope end } }]]
    finds("d.lua:2: the fact 'it errs' is false: d.lua:2: there is no parameter 'nope'\n"
      .. both:gsub("%%s", "base.lua"), "3 mistakes in 2 values files", other)
    other["d.lua"] = "return cdk.template { build = print,\nfacts = { 3 } }"
    local result = run(other)
    assert.equal("d.lua:2: facts are functions by what they claim, such as [\"prod has two zones\"] = "
      .. "function(p) … end; got 3\n", result.err)
  end)

  it("needs --check for values files, and prints nothing else", function()
    local folder = luacdk.folder { ["d.lua"] = DEFINITION, ["values.yaml"] = "memory: 1" }
    local result = luacdk.run(folder, { "params", "d.lua", "values.yaml" })
    assert.same({ 2, "luacdk: values files are only looked at with --check" },
      { result.status, result.err:match "^[^\n]*" })
    result = luacdk.run(folder, { "params", "d.lua", "--check", "--markdown" })
    assert.same({ 2, "luacdk: --check cannot be combined with another form of output" },
      { result.status, result.err:match "^[^\n]*" })
    luacdk.remove(folder)
  end)
end)
