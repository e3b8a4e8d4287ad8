-- Resources that are what they were, under another id or in another stack.
local assembly = require "luacdk.assembly"
local canonical = require "luacdk.template.canonical"
local moves = require "luacdk.template.moves"
local template_diff = require "luacdk.template_diff"

local function plain(text) return text end

local function template_of(stack) return stack.template end

-- The stacks of an app: name → text of its resources, and of other sections.
local function stacks_of(side)
  local list, names = {}, {}
  for name in pairs(side) do names[#names + 1] = name end
  table.sort(names)
  for i, name in ipairs(names) do
    list[i] = { name = name, path = name, stack_name = name, template = assembly.parse_json("{" .. side[name] .. "}"),
      artifact = { environment = "aws://111122223333/eu-west-1" } }
    list[name] = list[i]
  end
  return list
end

-- The moves from one app to another: "A.Old -> B.New", sorted; and the results.
local function found(old, new)
  local olds, news, results = stacks_of(old), stacks_of(new), {}
  for _, stack in ipairs(news) do
    local before = olds[stack.name]
    local changes = template_diff.diff(before and before.template, stack.template, { loosely = true })
    results[#results + 1] = { stack = stack, old = before, kind = before and "change" or "add", changes = changes }
  end
  for _, stack in ipairs(olds) do
    if not news[stack.name] then
      results[#results + 1] = { stack = stack, old = stack, kind = "remove",
        changes = template_diff.diff(stack.template, nil) }
    end
  end
  moves.find(results, olds, news, template_of)
  local texts = {}
  for _, result in ipairs(results) do
    for _, move in ipairs(result.moves) do
      texts[#texts + 1] = ("%s.%s -> %s.%s%s"):format(move.old.name, move.from.id, move.new.name, move.to.id,
        move.alike and " of " .. move.alike or "")
    end
  end
  table.sort(texts)
  return texts, results, news
end

local function resources(text) return '"Resources":{' .. text .. "}" end

local QUEUE = '"%s":{"Type":"AWS::SQS::Queue","Properties":{"DelaySeconds":%d}}'
local USER = '"%s":{"Type":"AWS::SNS::Topic","Properties":{"DisplayName":%s}}'

local function queue(id, delay) return QUEUE:format(id, delay or 1) end

local function user(id, value) return USER:format(id, value) end

describe("moves", function()
  it("are resources whose id alone changed", function()
    assert.same({ "S.A -> S.B" }, (found({ S = resources(queue "A") }, { S = resources(queue "B") })))
    assert.same({}, (found({ S = resources(queue("A", 1)) }, { S = resources(queue("B", 2)) })))
    assert.same({}, (found({ S = resources(queue "A") }, { S = resources(queue "A" .. "," .. queue "B") })))
  end)

  it("take those along that refer to them, in any way", function()
    local ways = { '{"Ref":"%s"}', '{"Fn::GetAtt":["%s","Arn"]}', '{"Fn::Sub":"x-${%s}"}', '{"Fn::Sub":"${%s.Arn}"}',
      '{"Fn::Sub":["${%s}${v}",{"v":1}]}', '{"Fn::Join":["",["a",{"Ref":"%s"}]]}' }
    for _, way in ipairs(ways) do
      assert.same({ "S.A -> S.B", "S.T -> S.U" }, (found(
        { S = resources(queue "A" .. "," .. user("T", way:format "A")) },
        { S = resources(queue "B" .. "," .. user("U", way:format "B")) })))
      assert.same({ "S.A -> S.B" }, (found(
        { S = resources(queue "A" .. "," .. queue("Z", 3) .. "," .. user("T", way:format "A")) },
        { S = resources(queue "B" .. "," .. queue("Z", 3) .. "," .. user("U", way:format "Z")) })))
    end
  end)

  it("do not depend on the order of DependsOn, which the ids decide", function()
    local function depending(id, on)
      return '"' .. id .. '":{"Type":"AWS::SNS::Topic","DependsOn":' .. on .. "}"
    end
    assert.same({ "S.A -> S.Y", "S.B -> S.X", "S.T -> S.U" }, (found(
      { S = resources(queue("A", 1) .. "," .. queue("B", 2) .. "," .. depending("T", '["A","B"]')) },
      { S = resources(queue("Y", 1) .. "," .. queue("X", 2) .. "," .. depending("U", '["X","Y"]')) })))
  end)

  it("do not look at the path that templates note", function()
    local function noted(id, path)
      return ('"%s":{"Type":"AWS::SNS::Topic","Metadata":{"aws:cdk:path":"%s"}}'):format(id, path)
    end
    assert.same({ "S.A -> S.B" }, (found({ S = resources(noted("A", "S/A")) }, { S = resources(noted("B", "S/B")) })))
  end)

  it("may lead to another stack, with references that become imports", function()
    local texts, results = found({ A = resources(queue "Q" .. "," .. user("T", '{"Ref":"Q"}')), B = resources "" },
      { A = resources(queue "Q") .. ',"Outputs":{"O":{"Value":{"Ref":"Q"},"Export":{"Name":"A:Q"}}}',
        B = resources(user("T", '{"Fn::ImportValue":"A:Q"}')) })
    assert.same({ "A.T -> B.T" }, texts)
    local move = results[2].moves[1]
    assert.same({ "T", "B" }, { move.from.moved, move.from.moved_stack })
    assert.same({ "T", "A" }, { move.to.moved, move.to.moved_stack })
    assert.equal("[~] AWS::SNS::Topic T replace, though only its stack changed: it was T in A\n",
      moves.text(move, plain))
    assert.equal("[~] AWS::SNS::Topic T moves to B\n", moves.farewell(move.from, plain))
  end)

  it("prefer the same stack", function()
    assert.same({ "A.P -> A.Q", "B.P -> B.Q" }, (found({ A = resources(queue "P"), B = resources(queue "P") },
      { A = resources(queue "Q"), B = resources(queue "Q") })))
  end)

  it("are told apart by name, then by order, where several are alike", function()
    assert.same({ "A.X -> B.X of 2", "A.Y -> B.Y of 2" }, (found(
      { A = resources(queue "X" .. "," .. queue "Y"), B = resources "" },
      { A = resources "", B = resources(queue "Y" .. "," .. queue "X") })))
    assert.same({ "S.A -> S.C of 2", "S.B -> S.D of 2" }, (found(
      { S = resources(queue "A" .. "," .. queue "B") }, { S = resources(queue "C" .. "," .. queue "D") })))
    assert.same({}, (found({ S = resources(queue "A" .. "," .. queue "B") }, { S = resources(queue "C") })))
  end)

  it("are none of what is made anew by design", function()
    local version = '"%s":{"Type":"AWS::Lambda::Version","Properties":{"FunctionName":"f"}}'
    assert.same({}, (found({ S = resources(version:format "A") }, { S = resources(version:format "B") })))
  end)

  it("are found in a chain as long as a stack can be, in linear time", function()
    local old, new = { queue "A0" }, { queue "B0" }
    for i = 1, 499 do
      old[i + 1] = user("A" .. i, ('{"Ref":"A%d"}'):format(i - 1))
      new[i + 1] = user("B" .. i, ('{"Ref":"B%d"}'):format(i - 1))
    end
    assert.equal(500, #found({ S = resources(table.concat(old, ",")) }, { S = resources(table.concat(new, ",")) }))
  end)
end)

describe("the mapping file", function()
  it("is what `cdk refactor --override-file` reads", function()
    local _, results, news = found({ A = resources(queue "X" .. "," .. queue("Y", 2)), Old = resources(queue("Z", 3)) },
      { A = resources(queue("Y2", 2) .. "," .. queue("Z", 3)), B = resources(queue "X") })
    local document, about = moves.mapping(results, news)
    assert.same({ environments = { { account = "111122223333", region = "eu-west-1", resources = { ["A.X"] = "B.X",
      ["A.Y"] = "A.Y2", ["Old.Z"] = "A.Z" } } } }, assembly.parse_json(assembly.print_json(document)))
    assert.same({ count = 3, gone = { "Old" }, unknown = false }, about)
  end)
end)

describe("a canonical text", function()
  it("is that of equal values alone", function()
    local function of(text) return canonical(assembly.parse_json(text)) end
    assert.equal(of '{"a":1,"b":[true,{}]}', of '{"b":[true,{}],"a":1}')
    local values = { "{}", "[]", '""', "0", '"0"', "false", '"false"', '{"a":1}', '["a",1]', '[["a"],1]', '[["a",1]]',
      '{"a":{"b":1}}', '{"a":{},"b":1}' }
    local seen = {}
    for _, value in ipairs(values) do
      local text = of(value)
      assert.is_nil(seen[text], value)
      seen[text] = value
    end
  end)
end)
