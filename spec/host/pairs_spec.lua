-- src/host/pairs.c: `pairs` of user code.
local luacdk = require "spec.support.luacdk"

--- What the script prints; `files` lie beside it.
local function printed(script, files, arguments)
  local folder = luacdk.folder(files)
  luacdk.write(folder .. "/app.lua", script)
  local result = luacdk.run(folder, arguments or { "-q", "app.lua" })
  luacdk.remove(folder)
  assert.equal("", result.err)
  return result.out
end

local WALK = [[
  function walk(t) local keys = {} for key in pairs(t) do keys[#keys + 1] = tostring(key) end
    return table.concat(keys, " ") end
]]

-- Enough names that Lua's own order would be another one.
local NAMES = "zulu yankee xray whiskey victor uniform tango sierra romeo quebec papa oscar november mike lima kilo"

local function table_of(names, form)
  local items = {}
  for name in names:gmatch "%S+" do items[#items + 1] = form:format(name) end
  return table.concat(items, ", ")
end

local function sorted(names)
  local list = {}
  for name in names:gmatch "%S+" do list[#list + 1] = name end
  table.sort(list)
  return table.concat(list, " ")
end

describe("pairs in a script", function()
  it("tells numbers first, then texts, truths, and constructs as they were made", function()
    assert.equal("-3 1 2 2.5 9007199254740993 1e+300 B a b false true S/C S/A S/B\n", printed(WALK .. [[
      local stack = cdk.Stack(cdk.App(), "S")
      local made = {}
      for _, id in ipairs { "C", "A", "B" } do made[id] = constructs.Construct(stack, id) end
      local t = { b = 1, a = 2, B = 3, "one", "two", [-3] = 1, [2.5] = 1, [1e300] = 1, [9007199254740993] = 1,
        [true] = 1, [false] = 1, [made.B] = 1, [made.A] = 1, [made.C] = 1 }
      local keys = {}
      for key in pairs(t) do keys[#keys + 1] = type(key) == "table" and key.node.path or tostring(key) end
      print(table.concat(keys, " "))
    ]]))
  end)

  it("sorts the keys of tables, wherever the code stands", function()
    local names = "{ " .. table_of(NAMES, "%s = 1") .. " }"
    local script = WALK .. "print(walk(" .. names .. ")) print(include 'more.lua') print((require 'mod'))"
    local files = { ["more.lua"] = "return walk(" .. names .. ")", ["mod.lua"] = "return walk(" .. names .. ")" }
    assert.equal((sorted(NAMES) .. "\n"):rep(3), printed(script, files))
    assert.equal((sorted(NAMES) .. "\n"):rep(3), printed(script, files, { "-q", "--sandbox", "app.lua" }))
    local folder = luacdk.folder()
    local session = luacdk.run(folder, { "repl" }, { env = { HOME = folder },
      input = "for name in pairs " .. names .. " do io.write(name, ' ') end\n" })
    luacdk.remove(folder)
    assert.equal(sorted(NAMES) .. " ", session.out)
  end)

  it("keeps the order of YAML, JSON and values", function()
    local script = WALK .. "print(walk(cdk.read_yaml 'a.yaml')) print(walk(cdk.read_json 'a.json'))"
    assert.equal((NAMES .. "\n"):rep(2), printed(script, { ["a.yaml"] = "{" .. table_of(NAMES, "%s: 1") .. "}",
      ["a.json"] = "{" .. table_of(NAMES, '"%s": 1') .. "}" }))
    local definition = [[
      return cdk.template {
        params = { tags = { type = "map", of = "string" },
          size = { type = "map",
            fields = { width = { type = "integer", default = 1 }, height = { type = "integer" } } } },
        build = function(scope, p)
          local keys = {}
          for key in pairs(p.tags) do keys[#keys + 1] = key end
          for key in pairs(p.size) do keys[#keys + 1] = key end
          for key in pairs(p) do keys[#keys + 1] = key end
          cdk.CfnOutput(scope, "O", { value = table.concat(keys, " ") })
        end,
      }]]
    local template = printed("", { ["d.lua"] = definition,
      ["values.yaml"] = "tags: {" .. table_of(NAMES, "%s: x") .. "}\nsize: { height: 3 }" }, { "render", "d.lua" })
    assert.is_truthy(template:find(NAMES .. " width height tags size", 1, true))
  end)

  it("makes the resources of a loop in the same order on each run, so that a snapshot holds", function()
    local folder = luacdk.folder { ["d.lua"] = [[
      return cdk.template { params = {}, build = function(scope)
        for name in pairs { ]] .. table_of(NAMES, "%s = 1") .. [[ } do sqs.Queue(scope, name) end
      end }]] }
    assert.equal(0, luacdk.run(folder, { "render", "d.lua", "--check", "--update" }).status)
    for _ = 1, 5 do assert.equal(0, luacdk.run(folder, { "render", "d.lua", "--check" }).status) end
    luacdk.remove(folder)
  end)

  it("lets entries be changed and taken away on the way, as Lua does", function()
    assert.equal("a b c d e f\n0\na c e\n11 22 33\n", printed [[
      local t, seen = { f = 1, e = 2, d = 3, c = 4, b = 5, a = 6 }, {}
      for key in pairs(t) do seen[#seen + 1] = key t[key] = nil end
      print(table.concat(seen, " "))
      local count = 0
      for _ in pairs(t) do count = count + 1 end
      print(count)
      t, seen = { f = 1, e = 2, d = 3, c = 4, b = 5, a = 6 }, {}
      local after = { a = "b", c = "d", e = "f" }
      for key in pairs(t) do seen[#seen + 1] = key t[after[key] ] = nil end
      print(table.concat(seen, " "))
      t = { z = 3, y = 2, x = 1 }
      local values = {}
      for key, value in pairs(t) do t.y, t.z = 22, 33 values[#values + 1] = key == "x" and 11 or value end
      print(table.concat(values, " "))
    ]])
  end)

  it("shows, as next does, no key of the library's own", function()
    assert.equal("b,a;b,a;only strings", printed [==[
      local cdk = require "aws_cdk"
      io.open("v.yaml", "w"):write("b: 1\na: 2\n"):close()
      local values = cdk.read_yaml "v.yaml"
      local first, second = {}, {}
      for key in next, values do first[#first + 1] = key end
      for key in pairs(values) do second[#second + 1] = key end
      local stack, odd = cdk.Stack(cdk.App(), "S"), nil
      for key in next, stack do odd = odd or type(key) ~= "string" end
      for key in pairs(stack) do odd = odd or type(key) ~= "string" end
      io.write(table.concat(first, ","), ";", table.concat(second, ","), ";", odd and "others" or "only strings")
    ]==])
  end)

  it("asks __pairs, and leaves next, ipairs and table.sort as they are", function()
    assert.equal("only\ntrue\t1\n3 2 1\ntable expected, got nil\n", printed [==[
      local function only(_, key) return not key and "only" or nil end
      for key in pairs(setmetatable({ a = 1 }, { __pairs = function() return only end })) do print(key) end
      local t = {}
      for i = 1, 40 do t["k" .. i] = i end
      local count, same = 0, true
      for k in next, t do count = count + 1 same = same and rawget(t, k) ~= nil end
      print(same and count == 40, (next { 1 }))
      local list = { 1, 3, 2 }
      table.sort(list, function(a, b) return a > b end)
      print(table.concat(list, " "))
      print((select(2, pcall(function() for _ in pairs(nil) do end end)):match "%((.*)%)"))
    ]==])
  end)

  it("counts against the limits of the sandbox", function()
    local folder = luacdk.folder { ["app.lua"] = [[
      local t = {}
      for i = 1, 1000 do t["k" .. i] = i end
      for _ = 1, 1000 do for _ in pairs(t) do break end end]] }
    assert.matches("the limit of 1000000 instructions",
      luacdk.run(folder, { "--instruction-limit", "1000000", "app.lua" }).err)
    luacdk.remove(folder)
  end)
end)
