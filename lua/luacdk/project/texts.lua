--- The files of a new project: what `luacdk init` writes.
local assembly = require "luacdk.assembly"
local engine = require "luacdk.engine"

local luals = require "luacdk.schema.luals"

local ordered = engine.ordered

local texts = {}

-- Replaces $NAME by the values of that name.
local function fill(text, values) return (text:gsub("%$(%u+)", values)) end

-- The flags that `cdk init` switches on: all but those that are on by themselves.
local function recommended_flags()
  local values, names = {}, {}
  for _, row in ipairs(require "aws_cdk.private.feature_flags_rows") do
    if not row.expired and row.recommended ~= row.unconfigured then
      values[row.name] = row.recommended
      names[#names + 1] = row.name
    end
  end
  table.sort(names)
  local flags = ordered()
  for _, name in ipairs(names) do flags[name] = values[name] end
  return flags
end

local function cdk_json(script)
  return assembly.print_json(ordered(
    "app", "luacdk " .. script,
    "watch", ordered("include", { "**" },
      "exclude", { "README.md", "AGENTS.md", "cdk*.json", "node_modules", "spec", "*.snapshot" }),
    "context", engine.map(recommended_flags())), 2) .. "\n"
end

local GITIGNORE = [[
# Written by luacdk and cdk
cdk.out
.cdk.staging
node_modules
]]

local BUSTED = [[
-- The specs need luacdk, whichever Lua busted was started with.
local is_there = pcall(require, "aws_cdk")
return { _all = { lua = not is_there and [=[sh -c 'exec luacdk "$0" -- "$@"']=] or nil } }
]]

local AGENTS = [[
# $NAME

AWS infrastructure in Lua, for `luacdk` (the AWS CDK in Lua 5.4).

- `luacdk $SCRIPT` writes the templates to `cdk.out`; errors name the line and what would be right.
- `luacdk render $SCRIPT` prints them.
- `busted` runs all specs, `busted $SPEC` those of a file. Without busted's program: `luacdk $SPEC`.
- `cdk diff` compares with what is deployed, `cdk deploy` deploys.

Names are those of the CDK's Python API: classes are called to construct (`sqs.Queue(stack, "Jobs", { … })`), keyword
arguments are one trailing table, methods take a colon, static methods, enums and properties a dot. `nil` is "not
given", `cdk.NULL` is JSON's null. `luacdk schema NAME` says what a class, method or property takes, without network:
`luacdk schema sqs.Queue`, `luacdk schema AWS::SQS::Queue.FifoQueue`; `--json` for programs.
]]

local AGENTS_OF_A_DEFINITION = [[

`service.lua` is a definition: `params` declares what it takes, `build` makes the stack. Values come from `values.yaml`,
then `values/ENV.yaml` for `--env ENV`, then `--set NAME=VALUE`; `--explain-values` says where each came from, and
`luacdk params service.lua --check` finds the mistakes in all values files. After a change of `params`, run `luacdk
params service.lua --json-schema > values.schema.json` and `luacdk params service.lua --luals > service.values.d.lua`,
by which editors check values in YAML and in Lua.
]]

-- What both kinds of project have.
local function common(name, definitions, script, spec)
  return {
    [".busted"] = BUSTED,
    [".gitignore"] = GITIGNORE,
    [".luarc.json"] = luals.luarc(definitions),
    ["AGENTS.md"] = fill(AGENTS, { NAME = name, SCRIPT = script, SPEC = spec }),
    ["cdk.json"] = cdk_json(script),
  }
end

-- ---- an app ---------------------------------------------------------------------------------------------------------

local APP = [[
#!/usr/bin/env luacdk
-- The stacks of $NAME: `luacdk app.lua` writes them to cdk.out, `cdk deploy` deploys them.
local cdk = require "aws_cdk"
local sqs = require "aws_cdk.aws_sqs"

local app = cdk.App()
local stack = cdk.Stack(app, "$NAME")

sqs.Queue(stack, "Jobs", { visibility_timeout = cdk.Duration.minutes(5) })

return { stack = stack } -- for the specs
]]

local APP_SPEC = [[
require "busted.runner" ()
local assertions = require "aws_cdk.assertions"
local stack = require "app".stack

describe("$NAME", function()
  local template = assertions.Template.from_stack(stack)

  it("gives a job five minutes", function()
    template:has_resource_properties("AWS::SQS::Queue", { VisibilityTimeout = 300 })
  end)
end)
]]

function texts.app(name, definitions)
  local files = common(name, definitions, "app.lua", "spec/app_spec.lua")
  files["app.lua"] = fill(APP, { NAME = name })
  files["spec/app_spec.lua"] = fill(APP_SPEC, { NAME = name })
  return files
end

-- ---- a definition ---------------------------------------------------------------------------------------------------

local SERVICE = [[
-- A definition: `luacdk service.lua` makes a stack of values.yaml, `luacdk service.lua --env prod` of values/prod.yaml
-- as well. `luacdk params service.lua` lists the parameters.
local cdk = require "aws_cdk"
local sqs = require "aws_cdk.aws_sqs"

return cdk.template {
  name = "$NAME",
  params = {
    retries = { type = "integer", default = 3, min = 1, max = 1000, doc = "How often a job is tried" },
    timeout = { type = "duration", default = "5m", min = "30s", max = "12h", doc = "How long a job may take" },
  },
  build = function(scope, p)
    local failed = sqs.Queue(scope, "Failed")
    sqs.Queue(scope, "Jobs", {
      visibility_timeout = p.timeout,
      dead_letter_queue = { queue = failed, max_receive_count = p.retries },
    })
  end,
}
]]

local SERVICE_SPEC = [[
require "busted.runner" ()
local cdk = require "aws_cdk"

describe("the service", function()
  it("gives a job fifteen minutes in prod", function()
    local rendered = cdk.testing.render("service.lua", {}, { env = "prod" })
    local jobs = rendered:resource("AWS::SQS::Queue", { VisibilityTimeout = 900 })
    assert.equal(5, jobs.properties.RedrivePolicy.maxReceiveCount)
  end)
end)
]]

-- The first line makes the YAML language server check values, in VS Code, Neovim and other editors.
local VALUES = [[
# yaml-language-server: $schema=values.schema.json
retries: 5
]]

local VALUES_OF_PROD = [[
# yaml-language-server: $schema=../values.schema.json
timeout: 15m
]]

-- As the two above, for the Lua language server.
local VALUES_OF_DEV = [[
---@type $NAME.values
return {
  retries = 1,
}
]]

-- For values files that do not name their schema.
local function vscode_settings()
  local yaml, json = { "values.yaml", "values/*.yaml" }, { "/values.json", "/values/*.json" }
  return assembly.print_json(ordered(
    "yaml.schemas", ordered("./values.schema.json", yaml),
    "json.schemas", { ordered("fileMatch", json, "url", "./values.schema.json") }), 2) .. "\n"
end

local function definition_of(text) return assert(load(text, "@service.lua", "t"))() end

function texts.definition(name, definitions)
  local files = common(name, definitions, "service.lua", "spec/service_spec.lua")
  files["AGENTS.md"] = files["AGENTS.md"] .. AGENTS_OF_A_DEFINITION
  files["service.lua"] = fill(SERVICE, { NAME = name })
  files["spec/service_spec.lua"] = SERVICE_SPEC
  files["values.yaml"] = VALUES
  files["values/prod.yaml"] = VALUES_OF_PROD
  files["values/dev.lua"] = fill(VALUES_OF_DEV, { NAME = name })
  local definition = definition_of(files["service.lua"])
  files["values.schema.json"] = require("luacdk.template.describe")["json-schema"](definition)
  files["service.values.d.lua"] = require "luacdk.template.describe_luals"(definition)
  files[".vscode/settings.json"] = vscode_settings()
  return files
end

return texts
