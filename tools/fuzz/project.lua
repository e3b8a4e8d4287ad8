-- The files of a Node project, whose functions are bundled: package.json, tsconfig.json and one that it extends, a NUL
-- between them.
local project = require "aws_cdk.aws_lambda_nodejs.project"
local told = dofile "tools/fuzz/told.lua"

local folder = ...

local function write(name, text)
  local out = assert(io.open(folder .. "/" .. name, "wb"))
  assert(out:write(text) and out:close())
  return folder .. "/" .. name
end

return function(text)
  local package, rest = text:match "^([^%z]*)%z?(.*)$"
  local config, extended = rest:match "^([^%z]*)%z?(.*)$"
  local file = write("package.json", package)
  for name, version in pairs(told(project.dependencies, nil, file, { "a" }) or {}) do
    assert(name == "a" and type(version) == "string", "the version of a package is a text")
  end
  write("extended.json", extended)
  for _, word in ipairs(told(project.tsc_arguments, write("tsconfig.json", config)) or {}) do
    assert(type(word) == "string", "an argument is a text")
  end
end
