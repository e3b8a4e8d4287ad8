-- Matrices: cells, their names and order, failures, and that cells in processes of their own make what one app makes.
local luacdk = require "spec.support.luacdk"

local TEMPLATE = [[
local cdk = require "aws_cdk"
local template = cdk.template {
  name = "svc",
  params = { size = { type = "integer", default = 1 }, tier = "string" },
  build = function(scope, p)
    cdk.CfnOutput(scope, "O", { value = p.size .. " " .. (p.tier or "-") })
    if p.size == 13 then error "unlucky" end
  end,
}
]]

local function run(files, arguments, options)
  if type(files) == "string" then files = { ["m.lua"] = files } end
  local folder = luacdk.folder(files)
  local result = luacdk.run(folder, arguments, options)
  result.list = luacdk.list(folder)
  luacdk.remove(folder)
  return result
end

local function stacks(matrix, ...)
  local result = run(TEMPLATE .. matrix, { "ls", "m.lua", ... })
  assert.equal("", result.err)
  return result.out
end

local function fails(matrix, message, ...)
  local result = run(TEMPLATE .. matrix, { "m.lua", ... })
  assert.equal(message .. "\n", result.err)
  assert.equal(1, result.status)
  assert.same({ "m.lua" }, result.list)
end

-- All files of a folder by their name.
local function contents(folder)
  local files = {}
  for _, name in ipairs(luacdk.list(folder)) do
    files[name] = name:sub(-1) == "/" and "" or luacdk.read(folder .. "/" .. name)
  end
  return files
end

describe("the cells of a matrix", function()
  it("are all combinations, in the order in which axes and values are written", function()
    assert.equal("svc-b-x-1\nsvc-b-x-2\nsvc-b-y-1\nsvc-b-y-2\nsvc-a-x-1\nsvc-a-x-2\nsvc-a-y-1\nsvc-a-y-2\n",
      stacks 'return cdk.matrix { template = template, zone = { "b", "a" }, kind = { "x", "y" }, number = { 1, 2 } }')
  end)

  it("are less what is excluded, and more what is included", function()
    assert.equal("svc-dev-a\nsvc-prod-a\nsvc-prod-b\nsvc-stage-c\n", stacks [[
return cdk.matrix {
  template = template, env = { "dev", "prod" }, zone = { "a", "b" },
  exclude = { { env = "d*", zone = { "b", "c" } } },
  include = { { env = "stage", zone = "c" } },
}]])
  end)

  it("that would give a parameter what it cannot take are told once, when the matrix is made", function()
    fails([[return cdk.matrix { template = template,
  size = { 1, "big" }, zone = { "a", "b", "c" } }]],
      "m.lua:11: the axis 'size' gives the parameter of that name, which is of type integer: it must be an integer, got"
      .. " the string 'big'")
  end)

  it("have names by a pattern of axes, the template and parameters", function()
    assert.equal("x-dev-1-svc\n", stacks [[
return cdk.matrix { template = template, env = { "dev" }, name = "x-{env}-{size}-{template}" }]])
  end)

  it("take their environment from axes and their entries, and give axes to parameters of that name", function()
    local result = run(TEMPLATE .. [[
return cdk.matrix {
  template = template, env = { { name = "prod", account = "123456789012", values = { size = 4 } } },
  region = { "eu-west-1" }, tier = { "gold" }, stack = { termination_protection = true },
}]], { "render", "m.lua" })
    assert.equal("", result.err)
    assert.truthy(result.out:find('"4 gold"', 1, true), result.out)
    local folder = luacdk.folder { ["m.lua"] = TEMPLATE .. [[
local prod = { name = "prod", account = "123456789012" }
return cdk.matrix { template = template, env = { prod }, region = { "eu-west-1" } }
]] }
    luacdk.run(folder, { "m.lua", "-q" })
    local manifest = luacdk.read(folder .. "/cdk.out/manifest.json")
    luacdk.remove(folder)
    assert.truthy(manifest:find("aws://123456789012/eu-west-1", 1, true))
  end)

  it("have values of their own between those of the files and those of the command line", function()
    local matrix = TEMPLATE .. [[
return cdk.matrix {
  template = template, env = { "dev", "prod" },
  values = function(cell) if cell.env == "prod" then return { size = 3 } end end,
}]]
    local files = { ["m.lua"] = matrix, ["values.yaml"] = "size: 2", ["values/prod.yaml"] = "size: 9\ntier: t" }
    local result = run(files, { "render", "m.lua" })
    assert.truthy(result.out:find('"2 %-".*"3 t"'), result.out .. result.err)
    result = run(files, { "render", "m.lua", "--set", "size=5" })
    assert.truthy(result.out:find('"5 %-".*"5 t"'), result.out .. result.err)
    result = run(files, { "m.lua", "--explain-values", "--env", "prod" })
    assert.equal([[
cell env=prod: svc-prod
  size  3  m.lua:12  over values/prod.yaml:1 (9), over values.yaml:1 (2), over default, m.lua:4 (1)
  tier  t  values/prod.yaml:2
]], result.out)
  end)
end)

describe("a mistake in a matrix", function()
  it("is told at its line", function()
    fails('return cdk.matrix { env = { "a" } }', "m.lua:10: cdk.matrix needs template = cdk.template { … }, got nil")
    fails("return cdk.matrix {\n template = template }",
      "m.lua:10: cdk.matrix needs an axis, such as env = { \"dev\", \"prod\" }")
    fails('return cdk.matrix { template = template,\n env = { "a", "a" } }', "m.lua:11: the axis 'env' has 'a' twice")
    fails('return cdk.matrix { template = template, env = { "a" },\n exclude = { { evn = "a" } } }',
      "m.lua:11: unknown axis 'evn'; did you mean 'env'?")
    fails('return cdk.matrix { template = template, env = { "a" },\n name = "{evn}" }',
      "m.lua:11: the name has the unknown part {evn}; did you mean {env}?")
    fails('return cdk.matrix { template = template, env = { "a" },\n exlude = "a" }',
      "m.lua:11: unknown key 'exlude'; did you mean 'exclude'?")
  end)

  it("that gives two cells one name is found before anything is built", function()
    fails('return cdk.matrix { template = template, env = { "a", "b" }, zone = { "c" },\n name = "s-{zone}" }',
      "m.lua:11: the cells env=a zone=c and env=b zone=c would both be called 's-c'; use every axis in the name")
  end)

  it("that gives a name which no stack can have", function()
    fails('return cdk.matrix { template = template, env = { "a b" } }', "m.lua:10: the stack of the cell env=a b would"
      .. " be called 'svc-a b'; a name starts with a letter and has at most 128 letters, digits and hyphens")
  end)
end)

describe("a matrix in an included file", function()
  it("takes the values beside that file", function()
    local matrix = TEMPLATE .. 'local m = cdk.matrix { template = template, env = { "a" } } return m'
    local files = { ["m.lua"] = 'return include "sub/m.lua"', ["sub/m.lua"] = matrix, ["sub/values.yaml"] = "size: 7" }
    local result = run(files, { "render", "m.lua" })
    assert.truthy(result.out:find('"7 -"', 1, true), result.err)
    files["sub/m.lua"] = TEMPLATE .. 'return cdk.matrix { template = template, env = { "a" } }'
    result = run(files, { "render", "m.lua" })
    assert.truthy(result.out:find('"7 -"', 1, true), result.err)
  end)
end)

describe("--only", function()
  local MATRIX = 'return cdk.matrix { template = template, env = { "dev", "prod" },'
    .. ' region = { "eu-west-1", "eu-south-1", "us-east-1" } }'

  it("chooses cells by globs, all of one, any of several", function()
    assert.equal("svc-prod-eu-west-1\nsvc-prod-eu-south-1\n", stacks(MATRIX, "--only", "env=prod,region=eu-*"))
    assert.equal("svc-dev-us-east-1\nsvc-prod-us-east-1\n", stacks(MATRIX, "--only", "region=us-*"))
    assert.equal("svc-dev-us-east-1\nsvc-prod-eu-west-1\n",
      stacks(MATRIX, "--only", "env=prod,region=*west-1", "--only", "env=dev,region=us-east-1"))
    assert.equal("svc-prod-us-east-1\n", stacks(MATRIX, "--only", "region=us-*", "--env", "prod"))
  end)

  it("is told what it does not find", function()
    fails(MATRIX, "--only evn=prod: the matrix has no axis 'evn'; did you mean 'env'?", "--only", "evn=prod")
    fails(MATRIX, "--only env=prd: no cell has the env 'prd'; did you mean 'prod'?", "--only", "env=prd")
  end)
end)

describe("a cell that fails", function()
  local MATRIX = [[
return cdk.matrix {
  template = template, env = { "a", "b", "c" },
  values = function(cell) return { size = cell.env == "b" and 13 or cell.env == "c" and "x" or 1 } end,
}]]

  it("is reported while the others go on; nothing is written", function()
    fails(MATRIX, "cell env=b: m.lua:7: unlucky\n"
      .. "cell env=c: m.lua:12: size: must be an integer, got the string 'x'\n"
      .. "2 of 3 cells failed: nothing was written; --keep-going writes the others")
  end)

  it("leaves what was written before as it was", function()
    local folder = luacdk.folder { ["m.lua"] = TEMPLATE .. MATRIX }
    assert.equal(0, luacdk.run(folder, { "m.lua", "-q", "--only", "env=a" }).status)
    local before = contents(folder .. "/cdk.out")
    assert.equal(1, luacdk.run(folder, { "m.lua", "-q" }).status)
    assert.same(before, contents(folder .. "/cdk.out"))
    luacdk.remove(folder)
  end)

  it("is left out with --keep-going, and the status is still 1", function()
    local result = run(TEMPLATE .. MATRIX, { "m.lua", "--keep-going" })
    assert.equal(1, result.status)
    assert.truthy(result.err:find("2 of 3 cells failed: the others were written", 1, true), result.err)
    assert.same({ "cdk.out/", "cdk.out/cdk.out", "cdk.out/manifest.json", "cdk.out/svc-a.assets.json",
      "cdk.out/svc-a.template.json", "cdk.out/tree.json", "m.lua" }, result.list)
  end)

  it("may be one that makes what another makes as well", function()
    fails([[
return cdk.matrix {
  template = cdk.template { name = "s", params = {}, build = function(scope) cdk.Stack(scope.node.root, "Shared") end },
  env = { "a", "b" },
}]], "the cells env=a and env=b both make 'Shared'; whatever a template makes besides its stack must have the cell"
      .. " in its name")
  end)

  it("takes its assets with it", function()
    local files = { ["fn/index.py"] = "x", ["m.lua"] = [[
local template = cdk.template {
  name = "s", params = {},
  build = function(scope)
    local asset = s3_assets.Asset(scope, "A", { path = "fn" })
    if scope.stack_name == "s-b" then error "no" end
  end,
}
return cdk.matrix { template = template, env = { "a", "b" } }]] }
    assert.same({ "fn/", "fn/index.py", "m.lua" }, run(files, { "m.lua" }).list)
  end)
end)

describe("cells in processes of their own", function()
  local FILES = {
    ["fn/index.js"] = "exports.handler = 1",
    ["build.lua"] = [[
return function(scope, memory)
  local bucket = s3.Bucket(scope, "B", { auto_delete_objects = true, removal_policy = cdk.RemovalPolicy.DESTROY })
  lambda.Function(scope, "F", { code = lambda.Code.from_asset "fn", handler = "index.h",
    runtime = lambda.Runtime.NODEJS_22_X, memory_size = memory, environment = { B = bucket.bucket_name } })
  cdk.CfnOutput(scope, "Zones", { value = cdk.Fn.join(",", scope.availability_zones) })
  cdk.Annotations.of(bucket):add_warning "careful"
  cdk.CfnOutput(cdk.NestedStack(scope, "Nested"), "O", { value = "v" })
  local stage = cdk.Stage(scope.node.root, "Stage-" .. scope.stack_name)
  cdk.CfnOutput(cdk.Stack(stage, "Inner"), "O", { value = "v" })
end
]],
    ["m.lua"] = [[
local build = include "build.lua"
return cdk.matrix {
  template = cdk.template { name = "s", params = { memory = { type = "integer", default = 128 } },
    build = function(scope, p) build(scope, p.memory) end },
  account = { "111111111111", "222222222222" }, region = { "eu-west-1", "us-east-1", "ap-south-1" },
}
]],
    -- The same by hand.
    ["twin.lua"] = [[
local build = include "build.lua"
local app = cdk.App()
for _, account in ipairs { "111111111111", "222222222222" } do
  for _, region in ipairs { "eu-west-1", "us-east-1", "ap-south-1" } do
    local env = { account = account, region = region }
    build(cdk.Stack(app, ("s-%s-%s"):format(account, region), { env = env }), 128)
  end
end
]],
  }
  local folder
  before_each(function() folder = luacdk.folder(FILES) end)
  after_each(function() luacdk.remove(folder) end)

  -- Where a stack was made is another line in the twin.
  local function without_place(files)
    local place = '%s*{%s*"type": "aws:cdk:creationStack",%s*"data": %[[^%]]*%]%s*},?'
    for name, text in pairs(files) do
      if name:find "manifest%.json$" then files[name] = text:gsub(place, "") end
    end
    return files
  end

  it("make the assembly of one app: manifest, tree, templates, assets, missing context, metadata", function()
    assert.equal(0, luacdk.run(folder, { "twin.lua", "-q", "-o", "twin" }).status)
    local twin = without_place(contents(folder .. "/twin"))
    assert.truthy(twin["manifest.json"]:find('"missing"', 1, true))
    assert.truthy(twin["manifest.json"]:find("careful", 1, true))
    for _, jobs in ipairs { "1", "2", "8" } do
      assert.equal(0, luacdk.run(folder, { "m.lua", "-q", "--jobs", jobs, "-o", "out" .. jobs }).status)
      local mine = without_place(contents(folder .. "/out" .. jobs))
      for name, text in pairs(twin) do assert.equal(text, mine[name], name) end
      for name in pairs(mine) do assert.truthy(twin[name], name) end
    end
  end)

  it("cannot touch each other's values", function()
    luacdk.write(folder .. "/m.lua", [[
local count = 0
return cdk.matrix {
  template = cdk.template { name = "s", params = {}, build = function() count = count + 1 print(count) end },
  env = { "a", "b", "c" },
}]])
    for _, jobs in ipairs { "1", "3" } do
      assert.equal("1\n1\n1\n", luacdk.run(folder, { "m.lua", "-q", "--jobs", jobs }).out)
    end
  end)

  it("are reported when one of them dies", function()
    luacdk.write(folder .. "/m.lua", [[
return cdk.matrix {
  template = cdk.template { name = "s", params = {}, build = function(scope)
    if scope.stack_name == "s-b" then os.exit(3) end
  end },
  env = { "a", "b" },
}]])
    local result = luacdk.run(folder, { "m.lua", "--trust" })
    assert.equal(1, result.status)
    assert.truthy(result.err:find("cell env=b: ", 1, true), result.err)
  end)

  it("end when the program is interrupted, and leave nothing", function()
    luacdk.write(folder .. "/m.lua", [[
return cdk.matrix {
  template = cdk.template { name = "s", params = {}, build = function() while true do end end },
  env = { "a", "b" },
}]])
    local interruption = "timeout --foreground --preserve-status -s INT 1"
    local result = luacdk.run(folder, { "m.lua", "-q", "--jobs", "2" }, { before = interruption })
    assert.equal(130, result.status)
    assert.same({ "build.lua", "fn/", "fn/index.js", "m.lua", "twin.lua" }, luacdk.list(folder))
  end)
end)

describe("--depfile of a matrix", function()
  it("lists the files that the cells read", function()
    local folder = luacdk.folder {
      ["fn/index.js"] = "x", ["values.yaml"] = "{}", ["values/a.json"] = "{}", ["text.txt"] = "t", ["m.lua"] = [[
return cdk.matrix {
  template = cdk.template { name = "s", params = {}, build = function(scope)
    s3_assets.Asset(scope, "A", { path = "fn" })
    cdk.CfnOutput(scope, "O", { value = cdk.read_text "text.txt" })
  end },
  env = { "a", "b" },
}]] }
    local result = luacdk.run(folder, { "m.lua", "-q", "--depfile", "d" })
    assert.equal("", result.err)
    local text = luacdk.read(folder .. "/d")
    luacdk.remove(folder)
    for _, name in ipairs { "m.lua", "values.yaml", "values/a.json", "text.txt", "fn/index.js" } do
      assert.truthy(text:find(name, 1, true), text)
    end
  end)
end)
