-- Templates compared with those the reference makes of the same program: `cases` maps a case's name to its Lua twin,
-- tools/golden/<module>.js has the original, spec/golden/<module>/<case>.json what it gave.
local assembly = require "luacdk.assembly"
local assets = require "luacdk.assets"
local assert = require "luassert"
local busted = require "busted"
local luacdk = require "spec.support.luacdk"

local golden = {}

-- Programs of our own stand under hashes of their own: hash → that of the reference's.
local function own_programs()
  local reference = {}
  for _, program in ipairs(require("aws_cdk.private.programs").list()) do
    reference[program.hash] = program.reference
  end
  return reference
end

local function replaced(text, hashes) return (text:gsub("%f[%x]%x+%f[^%x]", hashes)) end

--- The text of a template with the hashes of the reference's programs in place of those of ours.
function golden.as_reference(text)
  golden.own = golden.own or own_programs()
  return replaced(text, golden.own)
end

-- The hash that a nested stack's template has as an asset: that of its JSON without blanks.
local function asset_hash(text)
  local compact = {}
  for line in text:gmatch "[^\n]+" do compact[#compact + 1] = line:gsub("^ +", ""):gsub('^("[^"]*"): ', "%1:") end
  return assets.sha256(table.concat(compact))
end

--- Reads files of an output as they would be with the reference's programs: a template that names other hashes has
--- another hash itself. The second result says whether there are programs of ours.
function golden.reader(folder)
  local hashes, own = {}, false
  for _, name in ipairs(luacdk.list(folder)) do
    if name:find "%.template%.json$" then
      local text = luacdk.read(folder .. "/" .. name)
      local other = golden.as_reference(text)
      own = own or other ~= text
      hashes[assets.sha256(text)] = assets.sha256(other)
      if other ~= text and name:find "%.nested%." then hashes[asset_hash(text)] = asset_hash(other) end
    end
  end
  return function(name) return replaced(golden.as_reference(luacdk.read(folder .. "/" .. name)), hashes) end, own
end

local MAX_DIFFERENCES = 8

-- The places where two documents differ, as lines "path: expected …, got …".
local function differences(expected, actual, path, found)
  if #found >= MAX_DIFFERENCES or expected == actual then return found end
  if type(expected) ~= "table" or type(actual) ~= "table" or (#expected > 0) ~= (#actual > 0) then
    found[#found + 1] = ("%s: expected %s, got %s"):format(path, assembly.print_json(expected),
      actual == nil and "nothing" or assembly.print_json(actual))
    return found
  end
  local names, seen = {}, {}
  for _, map in ipairs { expected, actual } do
    for name in pairs(map) do
      if not seen[name] then
        seen[name] = true
        names[#names + 1] = name
      end
    end
  end
  table.sort(names, function(a, b) return tostring(a) < tostring(b) end)
  for _, name in ipairs(names) do
    local place = path .. "/" .. name
    if expected[name] == nil then
      found[#found + 1] = place .. ": not expected: " .. assembly.print_json(actual[name])
    else
      differences(expected[name], actual[name], place, found)
    end
  end
  return found
end

--- The templates of an app by the names of its stacks' artifacts.
function golden.templates(app, folder)
  app:synth()
  local templates, read = {}, golden.reader(folder)
  for _, name in ipairs(luacdk.list(folder)) do
    local stack = name:match "^(.*)%.template%.json$"
    if stack then templates[stack] = assembly.parse_json(read(name)) end
  end
  return templates
end

--- One spec a case; each recorded case must have a twin. A recording may have other files beside the templates.
function golden.check(module, cases)
  local cdk = require "aws_cdk"
  local recorded = luacdk.golden .. "/" .. module
  for _, file in ipairs(luacdk.list(recorded)) do
    local name = file:match "^(.*)%.json$"
    busted.it("gives the reference's template for " .. name:gsub("_", " "), function()
      assert.is_function(cases[name], "no Lua twin for " .. name)
      local expected = assembly.parse_json(luacdk.read(recorded .. "/" .. file))
      local folder = luacdk.folder()
      local app = cdk.App { outdir = folder }
      cases[name](app)
      local actual = { templates = golden.templates(app, folder) }
      for other in pairs(expected) do
        actual[other] = actual[other] or assembly.parse_json(luacdk.read(folder .. "/" .. other))
      end
      luacdk.remove(folder)
      assert.equal("", table.concat(differences(expected, actual, "", {}), "\n"))
    end)
  end
end

return golden
