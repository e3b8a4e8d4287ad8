-- examples/*.lua, run as a user runs them, against what the reference makes of their twins (tools/golden/examples.js).
local assembly = require "luacdk.assembly"
local luacdk = require "spec.support.luacdk"

-- What an example says besides.
local SAYS = {
  asset_bundling = "Bundling asset",
  ecr_image = "EcrImageCodeProps#tag is deprecated",
  bucket_v2 = "[WARNING] bucket_v2.lua:13: [BucketV2/Artifacts] object_version is not given",
  cross_stack = "[ack: @aws-cdk/core:crossStackReferencesDefaultStrong]",
  own_code = "[INFO] own_code.lua:17: [OwnCode/Greeter] filled in",
  tags_and_aspects = "[TagsAndAspects/Logs/Resource] now keeps old versions",
}

local function names(folder, extension)
  local list = {}
  for _, file in ipairs(luacdk.list(folder)) do
    list[#list + 1] = file:match("^([^/]+)%." .. extension .. "$")
  end
  return list
end

-- As text: the order of keys counts too.
local function text(document) return assembly.print_json(document, 1) end

describe("the example", function()
  for _, name in ipairs(names("examples", "lua")) do
    it(name .. " gives the reference's templates and asset manifests", function()
      local output = luacdk.folder()
      finally(function() luacdk.remove(output) end)
      local result = luacdk.run(".", { "synth", "-q", "examples/" .. name .. ".lua", "-o", output },
        { env = { CDK_DOCKER = "tools/demo-docker" } })
      assert.equal(0, result.status, result.err)
      if SAYS[name] then
        assert.truthy(result.err:find(SAYS[name], 1, true), result.err)
      else
        assert.equal("", result.err)
      end

      local recorded = assembly.parse_json(luacdk.read(luacdk.golden .. "/examples/" .. name .. ".json")).files
      for file, expected in pairs(recorded) do
        assert.equal(text(expected), text(assembly.parse_json(luacdk.read(output .. "/" .. file))), file)
      end
      for _, file in ipairs(luacdk.list(output)) do
        if file:find "%.template%.json$" then assert.truthy(recorded[file], file) end
      end
    end)
  end

  it("has a twin, and each twin an example", function()
    assert.same(names("examples", "lua"), names(luacdk.golden .. "/examples", "json"))
  end)

  it("is listed in the table of examples/README.md", function()
    local readme = luacdk.read "examples/README.md"
    for _, name in ipairs(names("examples", "lua")) do
      assert.truthy(readme:find("`" .. name .. ".lua`", 1, true), name)
    end
  end)
end)
