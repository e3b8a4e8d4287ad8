-- src/assembly/yaml.c and its binding, against what the reference's reader of templates gives (tools/golden/yaml.js).
local assembly = require "luacdk.assembly"
local engine = require "luacdk.engine"
local luacdk = require "spec.support.luacdk"

local function template(text)
  return assembly.parse_yaml(text, { short_forms = true, by_the_letter = true, name = "t.yaml" })
end

--- A text, as the reason why it is refused.
local function refusal(text, options)
  local value, reason = assembly.parse_yaml(text, options or { name = "v.yaml" })
  assert.is_nil(value)
  return reason
end

describe("YAML", function()
  -- Refused by libyaml, and by the letter of YAML; a text to the reference although it is tagged as number.
  local others = { ["v: %a"] = true, ["v: !!float 1"] = true }

  it("is read as the reference reads templates", function()
    for _, case in ipairs(assembly.parse_json(luacdk.read(luacdk.golden .. "/yaml.json"))) do
      local value, reason = template(case[1])
      if not others[case[1]] then
        local expected = case[2] ~= engine.NULL and case[2] or nil
        assert.equal(expected, value ~= nil and assembly.print_json(value) or nil, case[1] .. "\n" .. tostring(reason))
      end
    end
  end)

  it("is read as CloudFormation reads templates, where CfnInclude takes them by the letter", function()
    local function read(text)
      return assembly.print_json(assembly.parse_yaml("v: " .. text, { short_forms = true }).v)
    end
    assert.equal('{"Fn::GetAZs":""}', read "!GetAZs")
    assert.equal('[{"Fn::GetAZs":""},{"Ref":""},1]', read "[!GetAZs, !Ref, 1]")
    assert.equal('{"Fn::GetAZs":null}', read "!GetAZs ~")
    assert.equal('{"Fn::GetAtt":["A","B"]}', read "!GetAtt A.B")
    assert.equal('{"Fn::GetAtt":["A","Outputs.B"]}', read "!GetAtt 'A.Outputs.B'")
    assert.equal('{"Fn::GetAtt":["A","B"]}', read "!GetAtt [A, B]")
    assert.equal('{"Fn::GetAtt":"A"}', read "!GetAtt A")
    assert.equal('{"Fn::GetAtt":"A."}', read "!GetAtt A.")
    assert.equal('{"Fn::GetAtt":".B"}', read "!GetAtt .B")
  end)

  it("keeps keys as they are written outside of templates", function()
    local text = "012345678901: a\n1.10: b\n~: c\n"
    assert.equal('{"012345678901":"a","1.10":"b","~":"c"}', assembly.print_json(assembly.parse_yaml(text)))
  end)

  it("says in which line each value stands", function()
    local _, lines = assembly.parse_yaml("a: 1\nb:\n  c: |\n    x\n  d:\n    - y\n    - {e: z}\n", { lines = true })
    assert.same({ a = 1, b = 2, ["b.c"] = 3, ["b.d"] = 5, ["b.d.1"] = 6, ["b.d.2"] = 7, ["b.d.2.e"] = 7 }, lines)
    _, lines = assembly.parse_json('{"a": 1,\n"b": {"c":\n"x",\n"d": [\n"y", {"e": "z"}]}}', { lines = true })
    assert.same({ a = 1, b = 2, ["b.c"] = 2, ["b.d"] = 4, ["b.d.1"] = 5, ["b.d.2"] = 5, ["b.d.2.e"] = 5 }, lines)
  end)

  it("is refused with place and reason where it is wrong", function()
    assert.equal("v.yaml:3:1: duplicate key 'a', first on line 1",
      refusal "a: 1\nb: 2\n'a': 3")
    assert.equal("v.yaml:2:1: a second document begins here; expected only one", refusal "a: 1\n---\nb: 2")
    assert.equal("v.yaml:1:4: unknown tag !Ref; CloudFormation's short forms are not "
      .. "understood here", refusal "a: !Ref b")
    assert.equal("v.yaml:1:4: unknown tag !!binary", refusal "a: !!binary aGk=")
    assert.equal("t.yaml:2:6: unknown tag !Reff", refusal("a:\n  b: !Reff c", { short_forms = true, name = "t.yaml" }))
    assert.equal("v.yaml:1:4: 'x' is not a !!int", refusal "a: !!int x")
    assert.equal("v.yaml:1:4: -.inf is not a number that a template can contain", refusal "a: -.inf")
    assert.equal("v.yaml:2:5: invalid UTF-8", refusal "a: b\nc: d\xffe")
    assert.equal("v.yaml:1:4: control character", refusal "a: \0")
    assert.equal("v.yaml:1:1: a key cannot hold NUL", refusal '"a\\0b": c')
    assert.equal("v.yaml:1:3: a key must be a scalar", refusal "? [a]\n: b")
    assert.equal("yaml:2:2: did not find expected ',' or ']' while parsing a flow sequence", refusal("a: [1\nb: 2", {}))
  end)

  it("may hold anchors and aliases, but not to multiply, nor within themselves", function()
    assert.equal('{"a":{"b":[1]},"c":{"b":[1]},"d":[{"b":[1]}]}',
      assembly.print_json(assembly.parse_yaml "a: &x {b: [1]}\nc: *x\nd: [*x]"))
    assert.equal("v.yaml:1:8: *x is inside the value that it refers to", refusal "a: &x [*x]")
    assert.equal("v.yaml:1:4: *x: no such anchor", refusal "a: *x")
    local lines = { "l0: &l0 [x, x, x, x, x, x, x, x, x, x]" }
    for i = 1, 9 do lines[#lines + 1] = ("l%d: &l%d [%s]"):format(i, i, ("*l%d, "):format(i - 1):rep(10)) end
    assert.equal("v.yaml:5:45: aliases repeat more than 100000 values", refusal(table.concat(lines, "\n")))
  end)

  it("has bounds of depth and size", function()
    local function nested(depth) return ("["):rep(depth) .. ("]"):rep(depth) end
    assert.is_table(assembly.parse_yaml(nested(150)))
    assert.equal("v.yaml:1:151: nested more than 150 levels deep", refusal(nested(151)))
    assert.equal("v.yaml:1:151: nested more than 150 levels deep", refusal(nested(100000)))
    assert.equal("v.yaml:2:87: nested more than 150 levels deep",
      refusal("- &a " .. nested(100) .. "\n- " .. ("["):rep(84) .. "*a" .. ("]"):rep(84)))
    assert.equal("v.yaml:1:1: larger than 16 MB", refusal((" "):rep((16 << 20) + 1)))
    assert.matches("more than 1000 anchors", refusal(("- &a b\n"):rep(1001)))
    assert.matches("more than 1000000 values", refusal("[" .. ("a,"):rep(1000000) .. "]"))
  end)

  it("is written so that it reads back", function()
    local values = {
      "", "yes", "NO", "off", "y", "~", "null", "true", "1", "012", "1.5", "1e3", ".5", "0x1F", "0o7",
      "2010-09-09", "2001-12-14 21:59:43", "12:30:45", "1_000", "<<", "=", "-", "- a", "? a", "a: b", "a #b", "#a",
      "!a",
      "&a", "*a", "%a", "@a", "`a", "[a", "{a", "a,b", "'", '"', "a\nb", "a\nb\n", "a\n\n\n", "\na", "  a\n b", "a \nb",
      "a\tb", "a\rb", "\0", "é", "\u{2028}", " a", "a ", "1 apple",
      "10.0.0.0/16", "${AWS::Region}", 1, 1.5, 1e21, -1e-9, true, false, engine.NULL, engine.list {},
      engine.map {},
    }
    for i, value in ipairs(values) do
      local text = assembly.print_yaml { value, { k = value } }
      local json = assembly.print_json { value, { k = value } }
      assert.equal(json, assembly.print_json(assembly.parse_yaml(text)), text)
      assert.equal(json, assembly.print_json(template(text)), text)
      if type(value) == "string" then
        local map = { [value] = i }
        if value ~= "\0" then
          assert.equal(assembly.print_json(map), assembly.print_json(template(assembly.print_yaml(map))))
        end
      end
    end
  end)

  it("is written for people: order kept, blocks for texts of several lines, quotes where a reader errs", function()
    assert.equal([[
Version: "2012-10-17"
Name: Bucket
Code: |
  one
  two
Many:
- true
- "true"
- arn:aws:s3:::x
Empty: {}
None: []
]], assembly.yaml_from_json [[{"Version": "2012-10-17", "Name": "Bucket", "Code": "one\ntwo\n",
      "Many": [true, "true", "arn:aws:s3:::x"], "Empty": {}, "None": []}]])
  end)
end)
