-- Colours for documents.
local assembly = require "luacdk.assembly"
local paint = require "luacdk.repl.paint"

local coloured = { colour = true, paint = function(_, text, role) return ("<%s>%s</>"):format(role, text) end }

local function bare(text) return (text:gsub("<%l+>", ""):gsub("</>", "")) end

local DOCUMENT = [==[{"a":"x","b \"c\"":[1,-2.5,true,null,"y\"",{},[]],"k":"v: \"w\": z","n":{"e":false}}]==]

describe("paint", function()
  it("changes nothing without colours", function()
    assert.equal("{}", paint.json({ colour = false }, "{}"))
    assert.equal("a: 1", paint.yaml({ colour = false }, "a: 1"))
  end)

  it("colours keys and values of JSON", function()
    local text = assembly.print_json(assembly.parse_json '{"a":"x","b":[1,true,null],"c":{}}', 1)
    assert.equal('{\n <name>"a"</>: <string>"x"</>,\n <name>"b"</>: [\n  <number>1</>,\n  <keyword>true</>,\n'
      .. '  <keyword>null</>\n ],\n <name>"c"</>: {}\n}', paint.json(coloured, text))
  end)

  it("leaves the text as it is", function()
    local value = assembly.parse_json(DOCUMENT)
    local json, yaml = assembly.print_json(value, 1), assembly.print_yaml(value)
    assert.equal(json, bare(paint.json(coloured, json)))
    assert.equal(yaml, bare(paint.yaml(coloured, yaml)))
    assert.is_truthy(paint.json(coloured, json):find([[<name>"b \"c\""</>: []], 1, true))
  end)

  it("colours keys of YAML", function()
    assert.equal("<name>a:</> 1\n- <name>b:</>\n  - c", paint.yaml(coloured, "a: 1\n- b:\n  - c"))
  end)
end)
