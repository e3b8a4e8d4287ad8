-- How much of what CloudFormation allows a template uses.
local assembly = require "luacdk.assembly"
local limits = require "luacdk.repl.limits"

-- A stack of a preview with so many elements.
local function stack(counts)
  local template = { Description = counts.description }
  for _, section in ipairs { "Resources", "Parameters", "Outputs", "Mappings" } do
    for i = 1, counts[section] or 0 do
      template[section] = template[section] or {}
      template[section]["X" .. i] = { Type = "T" }
    end
  end
  return { template = template, text = assembly.print_json(template, 1) }
end

-- What is said of a stack: { sentence, level, … }.
local function complaints(one)
  local list = {}
  for _, limit in ipairs(limits.of(one)) do
    local sentence, level = limits.complaint(limit)
    if sentence then
      list[#list + 1] = sentence
      list[#list + 1] = level
    end
  end
  return list
end

describe("limits", function()
  it("count what a template holds", function()
    local one = stack { Resources = 3, Parameters = 1 }
    assert.equal(("3 of 500 resources, 1 of 200 parameters, %d bytes of 1.0 MB"):format(#one.text),
      limits.line(limits.of(one)))
    assert.is_false(limits.is_near(limits.of(one)))
    assert.same({}, complaints(one))
  end)

  it("count alike in a template without indentation", function()
    local one = stack { Resources = 3, Mappings = 2 }
    local flat = { template = one.template, text = assembly.print_json(one.template) }
    local indented, plain = limits.of(one), limits.of(flat)
    for i, row in ipairs(indented) do
      if row.name ~= "bytes" then assert.same(row, plain[i]) end
    end
    assert.equal(3, indented[1].used)
    assert.equal(2, indented[4].used)
  end)

  it("count nothing in an empty section", function()
    assert.equal(0, limits.of({ text = '{\n "Resources": {},\n "Outputs": {\n  "X": {}\n }\n}' })[1].used)
  end)

  it("tell what is near its end", function()
    assert.is_true(limits.is_near(limits.of(stack { Resources = 400 })))
    assert.is_true(limits.is_near(limits.of(stack { Outputs = 160 })))
    assert.is_false(limits.is_near(limits.of(stack { Outputs = 159 })))
    local long = stack { description = ("x"):rep(900) }
    assert.matches("900 of 1024 bytes of description", limits.line(limits.of(long)))
  end)

  it("complain about what is too much", function()
    assert.same({ "the template has 501 resources, but CloudFormation takes at most 500", "error" },
      complaints(stack { Resources = 501 }))
    assert.same({ "the template has 201 mappings, but CloudFormation takes at most 200", "error" },
      complaints(stack { Mappings = 201 }))
    assert.same({ "the template has 400 of the 500 resources that CloudFormation takes", "warning" },
      complaints(stack { Resources = 400 }))
    local large = stack { Resources = 1 }
    large.text = large.text .. (" "):rep(1000000)
    assert.matches("^the template has 1000%d%d%d bytes, but CloudFormation takes at most 1000000$",
      complaints(large)[1])
  end)

  it("tell when a template is too large to be sent as it is", function()
    local large = stack { Resources = 1 }
    large.text = large.text .. (" "):rep(60000)
    assert.matches("60%.1 kB of 1%.0 MB %(over 51,200 bytes it must come from a bucket%)$",
      limits.line(limits.of(large)))
  end)
end)
