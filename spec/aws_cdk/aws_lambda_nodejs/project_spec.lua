-- What is read from a Node project's files, which may be anything.
local luacdk = require "spec.support.luacdk"
local project = require "aws_cdk.aws_lambda_nodejs.project"

describe("The files of a Node project", function()
  local folder
  after_each(function() luacdk.remove(folder) end)

  local function refusal(f, name, text)
    folder = luacdk.folder { [name] = text }
    local ok, why = pcall(f, folder .. "/" .. name)
    luacdk.remove(folder)
    assert.is_false(ok, text)
    return (why:gsub("^.*/" .. name, name))
  end

  local function dependencies(file) return project.dependencies(nil, file, { "a" }) end

  it("have versions that are texts", function()
    local function told(text) return refusal(dependencies, "package.json", text) end
    assert.equal("package.json: dependencies.a must be a string, got 5", told '{"dependencies":{"a":5}}')
    assert.equal("package.json: peerDependencies must be an object, got a list of 1", told '{"peerDependencies":[1]}')
    for _, text in ipairs { '{"dependencies":null}', '{"dependencies":{"a":null}}', '{"dependencies":{"a":""}}' } do
      assert.matches("nor installed, so its version is not known$", told(text))
    end
  end)

  it("have compiler options that fit on a command line", function()
    local function told(text) return refusal(project.tsc_arguments, "tsconfig.json", text) end
    assert.equal("tsconfig.json: extends must be a string, got a list of 1", told '{"extends":["./b.json"]}')
    assert.equal("tsconfig.json: compilerOptions must be an object, got 'ab'",
      told '{"compilerOptions":"ab"}')
    assert.equal("tsconfig.json: the compiler option lib must be a list of strings, got a table in it",
      told '{"compilerOptions":{"lib":[{"a":1}]}}')
    for _, text in ipairs { '{"extends":""}', '{"extends":null}', '{"compilerOptions":null}' } do
      folder = luacdk.folder { ["tsconfig.json"] = text }
      assert.same({ "--incremental", "false", "--outDir", "./", "--rootDir", "./" },
        project.tsc_arguments(folder .. "/tsconfig.json"))
      luacdk.remove(folder)
    end
    folder = luacdk.folder { ["tsconfig.json"] = '{"compilerOptions":{"a":[true,1]}}' }
    assert.equal("true,1", project.tsc_arguments(folder .. "/tsconfig.json")[2])
  end)
end)
