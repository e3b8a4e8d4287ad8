-- Which elements of two lists belong together, and what they are called.
local assembly = require "luacdk.assembly"
local engine = require "luacdk.engine"
local list_match = require "luacdk.list_match"

-- "-[0]" for an element that is gone, "+[0]" for a new one, "~[0]" for one that both have; then "order".
local function told(old, new, loosely)
  local words = {}
  local entries, reordered = list_match.of(assembly.parse_json(old), assembly.parse_json(new), loosely)
  for i, entry in ipairs(entries) do
    words[i] = (entry.old == nil and "+" or entry.new == nil and "-" or "~") .. entry.label
  end
  if reordered then words[#words + 1] = "order" end
  return table.concat(words, " ")
end

describe("two lists", function()
  it("have elements that are told apart by their names", function()
    assert.equal("+[Key=new] ~[Key=a] ~[Key=b]", told('[{"Key":"a","Value":1},{"Key":"b","Value":2}]',
      '[{"Key":"new","Value":0},{"Key":"a","Value":1},{"Key":"b","Value":3}]'))
    assert.equal("-[Name=a] +[Name=b]", told('[{"Name":"a","X":1}]', '[{"Name":"b","X":1}]'))
    assert.equal("~[Key=${Name}]", told('[{"Key":{"Ref":"Name"},"Value":1}]', '[{"Key":{"Ref":"Name"},"Value":2}]'))
  end)

  it("have elements that are told apart by another field, and may have become another one", function()
    assert.equal("~[IndexName=c] ~[IndexName=a]", told('[{"IndexName":"b","P":1,"Q":2},{"IndexName":"a","P":1,"Q":3}]',
      '[{"IndexName":"c","P":1,"Q":2},{"IndexName":"a","P":1,"Q":4}]'))
  end)

  it("have elements that are told apart by their content if names are missing or not unique", function()
    assert.equal("+[0] ~[1]", told('[{"Key":"a","V":1,"W":1,"X":1}]', '[{"V":9},{"Key":"a","V":1,"W":1,"X":2}]'))
    assert.equal("+[2]", told('[{"Key":"a"},{"Key":"a"}]', '[{"Key":"a"},{"Key":"a"},{"Key":"a"}]'))
    assert.equal("+[0] +[3]", told('["a","b"]', '["x","a","b","y"]'))
    assert.equal("~[1]", told('["a","b","c"]', '["a",{"Ref":"X"},"c"]'))
    assert.equal("-[1]", told('["a","a"]', '["a"]'))
    assert.equal("+[0]", told("[]", '["a"]'))
  end)

  it("have statements of policies that are called by what they allow", function()
    local get = '{"Effect":"Allow","Action":"s3:GetObject","Resource":{"Fn::GetAtt":["B","Arn"]}}'
    local both = '{"Effect":"Allow","Action":["s3:GetObject","s3:Put*"],"Resource":{"Fn::GetAtt":["B","Arn"]}}'
    local deny = '{"Effect":"Deny","NotAction":["a:A","b:B","c:C"],"Resource":"*","Condition":{}}'
    assert.equal("+[Deny all but a:A and 2 more] ~[Allow s3:GetObject and 1 more on ${B.Arn}]",
      told(("[%s]"):format(get), ("[%s,%s]"):format(deny, both)))
    assert.equal("-[Allow s3:GetObject on ${B.Arn}] +[Allow sqs:SendMessage on ${Q.Arn}]", told(("[%s]"):format(get),
      '[{"Effect":"Allow","Action":"sqs:SendMessage","Resource":[{"Fn::GetAtt":["Q","Arn"]}]}]'))
    assert.equal("~[Sid=A]", told('[{"Sid":"A","Effect":"Allow","Action":"a:A"}]',
      '[{"Sid":"A","Effect":"Deny","Action":"b:B"}]'))
  end)

  it("may differ in order alone", function()
    assert.equal("order", told('["a","b"]', '["b","a"]'))
    assert.equal("~[Key=b] ~[Key=a] order", told('[{"Key":"a"},{"Key":"b"}]', '[{"Key":"b"},{"Key":"a"}]'))
    assert.equal("-[1] order", told('["a","b","c"]', '["c","a"]'))
  end)

  it("are compared as strictly as the caller wants", function()
    assert.equal("", told("[1,true]", '["1","true"]', true))
    assert.equal("~[0] ~[1]", told("[1,true]", '["1","true"]'))
  end)

  it("account for each of their elements once", function()
    math.randomseed(7)
    local function random_list()
      local list = engine.list {}
      for i = 1, math.random(0, 6) do
        local kind = math.random(3)
        list[i] = kind == 1 and ("abc"):sub(math.random(3)) or kind == 2 and math.random(3)
          or engine.ordered("Id", math.random(3), "V", math.random(2))
      end
      return list
    end
    for _ = 1, 3000 do
      local old, new = random_list(), random_list()
      local counts = { old = 0, new = 0 }
      for _, entry in ipairs((list_match.of(old, new))) do
        if entry.new == nil then counts.old = counts.old + 1 end
        if entry.old == nil then counts.new = counts.new + 1 end
      end
      assert.equal(#new - #old, counts.new - counts.old, assembly.print_json { old, new })
    end
  end)

  it("may be long", function()
    local old, new = engine.list {}, engine.list {}
    for i = 1, 50000 do
      old[i] = engine.ordered("Value", i)
      new[i] = engine.ordered("Value", i * 2)
    end
    local start = os.clock()
    assert.is_true(#list_match.of(old, new) > 0)
    assert.is_true(os.clock() - start < 5)
  end)
end)
