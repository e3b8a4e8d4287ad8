-- Messages are acknowledged by the ids in their tags, whoever added them. Recorded from the library.
local cdk = require "aws_cdk"
local constructs = require "constructs"

describe("Acknowledging", function()
  local stack, scope, below, beside
  before_each(function()
    stack = cdk.Stack(cdk.App(), "S")
    scope, beside = constructs.Construct(stack, "A"), constructs.Construct(stack, "C")
    below = constructs.Construct(scope, "B")
  end)

  local function warn(construct, text) construct.node:add_metadata("aws:cdk:warning", text) end

  local function texts(construct)
    local list = {}
    for i, entry in ipairs(construct.node.metadata) do list[i] = entry.data end
    return list
  end

  local function acknowledge(construct, id) cdk.Annotations.of(construct):acknowledge_warning(id) end

  it("removes all messages of the level with the tag, also with several tags, below the construct", function()
    warn(below, "one [ack: x] and [ack: y]")
    warn(below, "two [ack: x] and [ack: y]")
    warn(beside, "out [ack: y]")
    below.node:add_metadata("other", "other [ack: y]")
    below.node:add_metadata("aws:cdk:info", "info [ack: y]")
    acknowledge(scope, "y")
    assert.same({ "other [ack: y]", "info [ack: y]" }, texts(below))
    assert.same({ "out [ack: y]" }, texts(beside))
    acknowledge(scope, "x")
    cdk.Annotations.of(scope):acknowledge_info "y"
    acknowledge(stack, "y")
    assert.same({ "other [ack: y]" }, texts(below))
    assert.same({}, texts(beside))
  end)

  it("finds ids with brackets", function()
    local all = { "odd [ack: a]b]", "open [ack: z", "nest [ack: [ack: q]]", "short [ack: a]" }
    for _, text in ipairs(all) do warn(below, text) end
    acknowledge(scope, "z")
    assert.same(all, texts(below))
    acknowledge(scope, "a]b")
    assert.same({ all[2], all[3], all[4] }, texts(below))
    acknowledge(scope, "[ack: q]")
    assert.same({ all[2], all[4] }, texts(below))
  end)

  it("removes later ones when it is done again, and lets messages come again", function()
    warn(below, "m [ack: x]")
    acknowledge(scope, "x")
    warn(below, "m [ack: x]")
    assert.same({ "m [ack: x]" }, texts(below))
    acknowledge(scope, "x")
    assert.same({}, texts(below))
    cdk.Annotations.of(beside):add_warning_v2("x", "m")
    acknowledge(stack, "x")
    cdk.Annotations.of(beside):add_warning "m [ack: x]"
    assert.same({ "m [ack: x]" }, texts(beside))
  end)

  it("finds messages among many, of one construct or of many", function()
    for i = 1, 40 do
      warn(constructs.Construct(scope, "B" .. i), "m [ack: x]")
      warn(beside, i .. " [ack: " .. i .. "]")
    end
    acknowledge(beside, "x")
    acknowledge(scope.node.children[3], "x")
    acknowledge(beside, "7")
    assert.equal(39, #texts(beside))
    assert.same({}, texts(scope.node.children[3]))
    assert.same({ "m [ack: x]" }, texts(scope.node.children[41]))
    acknowledge(scope, "x")
    for _, construct in ipairs(scope.node.children) do assert.same({}, texts(construct)) end
  end)

  it("asks for the contexts of warnings", function()
    cdk.Annotations.of(below):add_warning_v2("x", "one", { context = { a = 1 } })
    cdk.Annotations.of(below):add_warning_v2("x", "two", { context = { a = 2 } })
    cdk.Validations.of(scope):acknowledge { id = "annotation::x", reason = "r", where = { a = 2 } }
    assert.same({ "one [ack: x]" }, texts(below))
  end)
end)
