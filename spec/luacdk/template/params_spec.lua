-- The declaration of parameters: types, facets, mistakes at their own line.
local luacdk = require "spec.support.luacdk"

local function run(files, arguments, options)
  local folder = luacdk.folder(files)
  local result = luacdk.run(folder, arguments, options)
  luacdk.remove(folder)
  return result
end

-- A definition with these declarations (Lua text); its build prints `print_text`.
local function definition(params, more, body)
  return ([[
local cdk = require "aws_cdk"
return cdk.template {
  params = {
    %s
  },
  %s
  build = function(scope, p)
    %s
  end,
}
]]):format(params, more or "", body or "")
end

-- What `build` sees, printed by `body`.
local function built(params, body, arguments, options)
  local words = { "d.lua", "-q" }
  for _, word in ipairs(arguments or {}) do words[#words + 1] = word end
  return run({ ["d.lua"] = definition(params, nil, body), ["fn/index.py"] = "x" }, words, options)
end

local function assert_prints(expected, result)
  assert.equal("", result.err)
  assert.equal(expected, result.out)
  assert.equal(0, result.status)
end

describe("a mistake in a declaration", function()
  local function fails(params, message)
    local result = run({ ["d.lua"] = definition(params) }, { "d.lua" })
    assert.equal(1, result.status)
    assert.equal(message .. "\n", result.err)
  end

  it("in a facet's name is told at its line with the nearest name", function()
    fails('x = { type = "integer",\n      maxx = 3 }', "d.lua:5: unknown facet 'maxx'; did you mean 'max'?")
  end)

  it("in what is given instead of a table", function()
    local function gives(text, message)
      assert.equal(message .. "\n", run({ ["d.lua"] = text }, { "d.lua" }).err)
    end
    gives("return cdk.template()", "d.lua: cdk.template needs a table, got nil")
    gives("return cdk.template { params = { x = 5 }, build = print }",
      "d.lua:1: parameter 'x' must be declared with a table or the name of a type, got 5")
    gives("return cdk.template { params = {} }", "d.lua:1: cdk.template needs build = function(scope, p) … end")
    gives("return cdk.template { params = {}, build = 3 }",
      "d.lua:1: build of cdk.template must be a function, got 3")
  end)

  it("in a type's name likewise", function()
    fails('a = "string",\n x = { type = "intger" }', "d.lua:5: unknown type 'intger'; did you mean 'integer'?")
    fails('x = "strin"', "d.lua:4: unknown type 'strin'; did you mean 'string'?")
  end)

  it("that is a default which does not pass its own checks", function()
    fails('x = { type = "integer", max = 3,\n  default = 4 }', "d.lua:5: the default of x: must be at most 3, got 4")
    fails('x = { type = "enum", one_of = { "a", "b" }, default = "c" }',
      "d.lua:4: the default of x: must be one of 'a', 'b', got 'c'")
  end)

  it("that is an invalid pattern", function()
    fails('x = { type = "string", pattern = "(" }',
      "d.lua:4: the pattern of parameter 'x' is not valid: Unterminated group")
  end)

  it("that leaves out what a type needs", function()
    fails('x = "list"', "d.lua:4: a parameter of type list needs of: 'x' has none")
    fails('x = "map"', "d.lua:4: the map 'x' needs fields = { … }, or of = \"string\" for any keys")
    fails('x = "enum"', "d.lua:4: a parameter of type enum needs one_of: 'x' has none")
  end)

  it("that asks for a deployment parameter where none can be", function()
    local result = run({ ["d.lua"] = definition 'x = { type = "duration", deploy = true }' }, { "d.lua" })
    assert.truthy(result.err:find("d.lua:4: parameter 'x' cannot have deploy = true: a duration must be known at"
      .. " synthesis", 1, true), result.err)
  end)

  it("in a key of the definition, a nested field or a bound", function()
    local result = run({ ["d.lua"] = definition("", "chekc = 1,") }, { "d.lua" })
    assert.equal("d.lua:6: unknown key 'chekc'; did you mean 'check'?\n", result.err)
    fails('x = { type = "map", fields = {\n y = { type = "string", defualt = 1 } } }',
      "d.lua:5: unknown facet 'defualt'; did you mean 'default'?")
    fails('x = { type = "integer", min = 5, max = 3 }', "d.lua:4: the min of parameter 'x' is greater than its max")
    fails('x = { type = "string", required = true, default = "a" }',
      "d.lua:4: parameter 'x' has a default, so it is never missing: remove required")
    fails("[\"a b\"] = \"string\"", "d.lua:4: 'a b' cannot be the name of a parameter: a name is a letter, then"
      .. " letters, digits and single underscores")
  end)
end)

describe("the type", function()
  local function takes(declaration, text, show, expected)
    it(declaration .. " takes " .. text, function()
      local result = built("x = " .. declaration, ("print(%s)"):format(show), { "--set", "x=" .. text })
      assert_prints(expected .. "\n", result)
    end)
  end

  local function refuses(declaration, text, message)
    it(declaration .. " refuses " .. text, function()
      local result = built("x = " .. declaration, "", { "--set", "x=" .. text })
      assert.equal("--set x: x: " .. message .. "\n", result.err)
      assert.equal(1, result.status)
    end)
  end

  takes('"string"', "5", "math.type(p.x), p.x", "nil\t5")
  takes('"integer"', "5", "math.type(p.x), p.x", "integer\t5")
  refuses('"integer"', "5.5", "must be an integer, got '5.5'")
  refuses('{ type = "integer", min = 1, max = 9 }', "10", "must be at most 9, got 10")
  takes('"number"', "2.5", "p.x", "2.5")
  refuses('"number"', "many", "must be a number, got 'many'")
  takes('"boolean"', "false", "p.x", "false")
  refuses('"boolean"', "no", "must be true or false, got 'no'")
  refuses('{ type = "enum", one_of = { "dev", "prod" } }', "prd",
    "must be one of 'dev', 'prod', got 'prd'; did you mean 'prod'?")
  refuses('{ type = "string", pattern = "[a-z]+" }', "a1", "must match [a-z]+ entirely, got 'a1'")
  refuses('{ type = "string", min = 3 }', "ab", "must have at least 3 characters, got 2")
  takes('{ type = "list", of = "integer" }', "1,2,3", "#p.x, p.x[3]", "3\t3")
  takes('{ type = "list", of = "string" }', "[\"a,b\"]", "#p.x, p.x[1]", "1\ta,b")
  refuses('{ type = "list", of = "string", max = 1 }', "a,b", "must have at most 1 items, got 2")
  takes('{ type = "map", of = "integer" }', '{"a":1}', "p.x.a", "1")
  takes('"duration"', "1h30m", "p.x:to_minutes()", "90")
  takes('"duration"', "PT5M", "p.x:to_seconds()", "300")
  takes('"duration"', "45", "p.x:to_seconds()", "45")
  refuses('"duration"', "5 weeks",
    "must be a duration, got the string '5 weeks'; write it like '5m', '1h30m', 'PT5M', or in seconds")
  refuses('{ type = "duration", max = "15m" }', "1h", "must be at most PT15M, got PT1H")
  takes('"size"', "512 MiB", "p.x:to_kibibytes()", "524288")
  refuses('"size"', "512", "must have a unit, got the string '512'; write it like '512 MiB'")
  refuses('"size"', "512 MB", "has the unknown unit 'MB'; did you mean 'MiB'?")
  refuses('{ type = "size", min = "1 GiB" }', "512 MiB", "must be at least 1 GiB, got 512 MiB")
  takes('"arn"', "arn:aws:sns:eu-west-1:123456789012:t", "p.x", "arn:aws:sns:eu-west-1:123456789012:t")
  refuses('"arn"', "topic",
    "must be an ARN, got the string 'topic'; one looks like arn:aws:sns:eu-west-1:123456789012:topic")
  refuses('{ type = "arn", service = "sqs" }', "arn:aws:sns:eu-west-1:123456789012:t",
    "must be the ARN of sqs, got one of sns")
  takes('"cidr"', "10.0.0.0/16", "p.x", "10.0.0.0/16")
  takes('"cidr"', "2001:db8::/32", "p.x", "2001:db8::/32")
  refuses('"cidr"', "10.0.0.1/16", "has bits set after its prefix; the block is 10.0.0.0/16")
  refuses('"cidr"', "10.0.0.0/33", "has a prefix of 33 bits, more than the 32 of an address")
  refuses('"cidr"', "10.0.0/16", "must be a block of addresses, got '10.0.0/16'; write it like 10.0.0.0/16")
  refuses('{ type = "cidr", version = 6 }', "10.0.0.0/16", "must be a block of IPv6 addresses, got '10.0.0.0/16'")
  refuses('{ type = "cidr", min = 16, max = 24 }', "10.0.0.0/28", "must have at most 24 prefix bits, got 28")

  it("secret stands for a reference and refuses more than that", function()
    local body = "print(scope:resolve(p.x:unsafe_unwrap()))"
    assert_prints("{{resolve:secretsmanager:db:SecretString:password::}}\n",
      built('x = { type = "secret", json_field = "password" }', body, { "--set", "x=db" }))
    assert_prints("{{resolve:ssm-secure:/db:3}}\n",
      built('x = "secret"', body, { "--set", 'x={"ssm":"/db","version":"3"}' }))
    local result = built('x = "secret"', "", { "--set", 'x={"smm":"hidden"}' })
    assert.truthy(result.err:find("must name the secret", 1, true))
    assert.falsy(result.err:find("hidden", 1, true))
  end)
end)

describe("what build gets", function()
  it("is an error to misspell or to set", function()
    local result = built('colour = "string"', "print(p.color)")
    local message = "d.lua:8: there is no parameter 'color'; did you mean 'colour'?"
    assert.truthy(result.err:find(message, 1, true), result.err)
    result = built('colour = "string"', "p.colour = 1")
    assert.truthy(result.err:find("the parameter 'colour' cannot be set", 1, true), result.err)
  end)

  it("goes in the order in which the parameters are written", function()
    assert_prints("z 1\na 2\n", built('z = { type = "integer", default = 1 },\n a = { type = "integer", default = 2 }',
      "for k, v in pairs(p) do print(k .. ' ' .. v) end"))
  end)

  it("holds nothing for what is neither given nor has a default", function()
    assert_prints("nil\n", built('x = "string"', "print(p.x)"))
  end)
end)

describe("a required parameter", function()
  it("must have a value", function()
    local result = built('x = { type = "string", required = true },\n y = { type = "integer", required = true }', "")
    assert.equal("2 errors in the values:\n"
      .. "  d.lua:4: x: is required and has no value: set it in a values file, with --set x=… or with LUACDK_P_X\n"
      .. "  d.lua:5: y: is required and has no value: set it in a values file, with --set y=… or with LUACDK_P_Y\n",
      result.err)
  end)
end)

describe("a deprecated parameter", function()
  it("is warned of with its remedy when it is given", function()
    local params = 'x = { type = "string", deprecated = "use y", default = "a" }'
    assert_prints("a\n", built(params, "print(p.x)"))
    local result = built(params, "print(p.x)", { "--set", "x=b" })
    assert.equal("[WARNING] --set x: parameter 'x' is deprecated: use y\n", result.err)
    assert.equal("b\n", result.out)
  end)
end)

describe("check across parameters", function()
  it("names what is wrong by a message, at its line", function()
    local text = definition('a = { type = "integer", default = 1 }',
      'check = function(p)\n    if p.a > 1 then return "a must not exceed 1" end\n  end,')
    assert.equal(0, run({ ["d.lua"] = text }, { "d.lua", "-q" }).status)
    assert.equal("d.lua:6: a must not exceed 1\n", run({ ["d.lua"] = text }, { "d.lua", "-q", "--set", "a=2" }).err)
  end)
end)

describe("what the functions of a definition hand back", function()
  local function fails(message, more, body)
    local text = definition('a = { type = "integer", default = 1 }', more, body)
    local result = run({ ["d.lua"] = text }, { "d.lua", "-q" })
    assert.same({ status = 1, out = "", err = "d.lua:" .. message .. "\n" }, result)
  end

  it("is checked: check says what is wrong, not whether", function()
    local message = "6: check must return what is wrong, as a string, or nothing; got "
    fails(message .. "false", "check = function(p) return p.a > 1 end,")
    fails(message .. "true", "check = function(p) return p.a == 1 end,")
    fails(message .. "a list of 1", "check = function(p) return { 'a must exceed 1' } end,")
  end)

  it("is checked: stack gives properties of the stack", function()
    local message = "6: stack must return a table of the stack's properties, or nothing; got "
    fails(message .. "'prod'", "stack = function() return 'prod' end,")
    fails(message .. "a list of 1", "stack = function() return { 'eu-west-1' } end,")
    fails("6: cdk.Stack 'd': unknown property 'regin'; cdk.StackProps has no property with a similar name",
      "stack = function() return { regin = 1 } end,")
  end)

  it("is checked: build gives nothing, or what it made", function()
    local message = "7: build must return nothing: what it makes is part of the scope that it is given; got "
    fails(message .. "'x'", nil, "return 'x'")
    fails(message .. "a table", nil, "return { queue = sqs.Queue(scope, 'Q') }")
    assert.equal(0, run({ ["d.lua"] = definition("", nil, "return sqs.Queue(scope, 'Q')") }, { "d.lua", "-q" }).status)
  end)
end)

describe("deploy = true", function()
  local function parameters(params)
    local result = run({ ["d.lua"] = definition(params, nil, "cdk.CfnOutput(scope, 'O', { value = cdk.Fn.join('', {"
      .. "p.x and 'x' or '' }) })") }, { "render", "d.lua" })
    assert.equal("", result.err)
    return require("luacdk.assembly").parse_json(result.out).Parameters
  end

  it("makes a parameter of the stack with what was declared", function()
    local made = parameters [[
      x = { type = "string", deploy = true, default = "a", min = 1, max = 5, pattern = "[a-z]+", doc = "An x" },
      y = { type = "integer", deploy = true, default = 3, min = 1, max = 9 },
      z = { type = "enum", deploy = true, one_of = { "a", "b" }, required = true },
      list_of = { type = "list", of = "string", deploy = true, default = { "a", "b" } },
      password = { type = "secret", deploy = true } ]]
    local function equal(expected, name) assert.same(expected, made[name], name) end
    local function plain(map)
      local result = {}
      for key, value in pairs(map) do result[key] = value end
      return result
    end
    for _, name in ipairs { "X", "Y", "Z", "ListOf", "Password" } do made[name] = plain(made[name]) end
    equal({ Type = "String", Default = "a", MinLength = 1, MaxLength = 5, AllowedPattern = "[a-z]+",
      Description = "An x" }, "X")
    equal({ Type = "Number", Default = 3, MinValue = 1, MaxValue = 9 }, "Y")
    assert.equal("String", made.Z.Type)
    assert.equal("b", made.Z.AllowedValues[2])
    equal({ Type = "CommaDelimitedList", Default = "a,b" }, "ListOf")
    equal({ Type = "String", NoEcho = true }, "Password")
  end)

  it("leaves a secret to the deployment alone", function()
    local result = run({ ["d.lua"] = definition 'x = { type = "secret", deploy = true }' }, { "d.lua", "--set", "x=a" })
    assert.equal("--set x: x: is a secret given at deployment, so it takes no value\n", result.err)
    result = run({ ["d.lua"] = definition 'x = { type = "secret", deploy = true,\n  default = "a" }' }, { "d.lua" })
    assert.equal("d.lua:5: 'x' is a secret given at deployment, so it cannot have a default\n", result.err)
  end)

  it("makes the parameter's reference out of p.x", function()
    local result = run({ ["d.lua"] = definition('x = { type = "string", deploy = true }', nil,
      "print(scope:resolve(p.x).Ref)") }, { "d.lua", "-q" })
    assert.equal("X\n", result.out)
  end)
end)
