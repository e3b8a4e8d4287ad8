-- src/assembly/json.c and its binding, against what node gives (tools/golden/json.js).
local assembly = require "luacdk.assembly"
local engine = require "luacdk.engine"
local luacdk = require "spec.support.luacdk"

describe("JSON", function()
  local golden = assembly.parse_json(luacdk.read(luacdk.golden .. "/json.json"))

  it("prints numbers as JavaScript does", function()
    for _, case in ipairs(golden.numbers) do
      assert.equal(case[2], assembly.print_json(tonumber(case[1])), case[1])
    end
  end)

  it("prints integers and floats of Lua alike, and what is no number as null", function()
    assert.equal("[3,3,0,-5]", assembly.print_json { 3, 3.0, -0.0, -5 })
    assert.equal("9007199254740992", assembly.print_json(9007199254740993))
    assert.equal("[null,null,null]", assembly.print_json { 1 / 0, -1 / 0, 0 / 0 })
  end)

  it("prints strings with JavaScript's escapes, and replaces what is not UTF-8", function()
    for _, case in ipairs(golden.strings) do
      local bytes = case[1]:gsub("..", function(hex) return string.char(tonumber(hex, 16)) end)
      assert.equal(case[2], assembly.print_json(bytes), case[1])
    end
  end)

  it("reads documents and prints them with each indent as JSON.stringify does", function()
    for _, case in ipairs(golden.documents) do
      local value = assembly.parse_json(case[1])
      for i, indent in ipairs { 0, 1, 2 } do assert.equal(case[i], assembly.print_json(value, indent)) end
    end
  end)

  it("accepts and refuses the same texts as JSON.parse", function()
    for _, case in ipairs(golden.texts) do
      local ok, value = pcall(assembly.parse_json, case[1])
      if case[2] == engine.NULL then
        assert.is_false(ok, case[1])
      else
        assert.is_true(ok, case[1])
        assert.equal(case[2], assembly.print_json(value), case[1])
      end
    end
  end)

  it("says where a text is wrong", function()
    assert.error_matches(function() assembly.parse_json '{\n  "a": [1,\n  ]\n}' end, "line 3, column 3: value expected")
  end)

  it("takes no key for another that it begins with", function()
    local ok, message = pcall(assembly.parse_json, '{ "a\\u0000b": 1, "a": 2 }')
    assert.is_false(ok)
    assert.matches("a key cannot hold the character \\u0000", message, 1, true)
    assert.equal("x\0y", assembly.parse_json('["x\\u0000y"]')[1])
  end)

  it("keeps lists, maps and null apart", function()
    local value = assembly.parse_json '{"list": [], "map": {}, "none": null}'
    assert.equal(engine.NULL, value.none)
    assert.equal('{"list":[],"map":{},"none":null}', assembly.print_json(value))
  end)

  it("sorts the keys of plain tables by bytes", function()
    assert.equal('{"B":1,"a":2,"é":3}', assembly.print_json { a = 2, ["é"] = 3, B = 1 })
  end)

  it("refuses what cannot be written as JSON", function()
    local deep = {}
    for _ = 1, 300 do deep = { deep } end
    local _, message = pcall(assembly.print_json, deep)
    assert.matches("a value nested more than 200 levels deep %(or inside itself%) cannot be written as JSON$", message)
    assert.error_matches(function() assembly.print_json { print } end, "a function cannot be written as JSON")
    assert.error_matches(function() assembly.print_json { [true] = 1 } end, "a map whose key is true")
    local cycle = {}
    cycle[1] = cycle
    assert.error_matches(function() assembly.print_json(cycle) end, "nested more than")
  end)

  it("refuses a text nested too deeply without harm", function()
    assert.error_matches(function() assembly.parse_json(("["):rep(100000)) end, "nested too deeply")
  end)
end)
