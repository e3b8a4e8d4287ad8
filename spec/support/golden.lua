-- Templates compared with those the reference makes of the same program: `cases` maps a case's name to its Lua twin,
-- tools/golden/<module>.js has the original, spec/golden/<module>/<case>.json what it gave.
local assembly = require "luacdk.assembly"
local luacdk = require "spec.support.luacdk"

local golden = {}

--- The templates of an app by the names of its stacks' artifacts.
function golden.templates(app, folder)
  app:synth()
  local templates = {}
  for _, name in ipairs(luacdk.list(folder)) do
    local stack = name:match "^(.*)%.template%.json$"
    if stack then templates[stack] = assembly.parse_json(luacdk.read(folder .. "/" .. name)) end
  end
  return templates
end

--- One spec a case; each recorded case must have a twin.
function golden.check(module, cases)
  local cdk = require "aws_cdk"
  local recorded = "spec/golden/" .. module
  for _, file in ipairs(luacdk.list(recorded)) do
    local name = file:match "^(.*)%.json$"
    it("gives the reference's template for " .. name:gsub("_", " "), function()
      assert.is_function(cases[name], "no Lua twin for " .. name)
      local expected = assembly.parse_json(luacdk.read(recorded .. "/" .. file)).templates
      local folder = luacdk.folder()
      local app = cdk.App { outdir = folder }
      cases[name](app)
      local actual = golden.templates(app, folder)
      luacdk.remove(folder)
      assert.same(expected, actual)
    end)
  end
end

return golden
