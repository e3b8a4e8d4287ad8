--- Where the definition of a state machine comes from.
local engine = require "luacdk.engine"

local DefinitionBody = engine.class "aws_cdk.aws_stepfunctions.DefinitionBody"

function DefinitionBody:init() end

-- ---- states ---------------------------------------------------------------------------------------------------------

local ChainDefinitionBody = engine.class("aws_cdk.aws_stepfunctions.ChainDefinitionBody", DefinitionBody)

function ChainDefinitionBody:init(chainable) self.chainable = chainable end

function ChainDefinitionBody:bind(scope, _, sfn_props, graph)
  if not graph then engine.fail(scope, "a definition of states is bound with their StateGraph as argument 4") end
  local definition = engine.extend(engine.ordered(), graph:to_graph_json(sfn_props.query_language))
  definition.Comment = sfn_props.comment
  definition.QueryLanguage = sfn_props.query_language
  return { definition_string = engine.stack_of(scope):to_json_string(definition) }
end

-- ---- text -----------------------------------------------------------------------------------------------------------

local StringDefinitionBody = engine.class("aws_cdk.aws_stepfunctions.StringDefinitionBody", DefinitionBody)

function StringDefinitionBody:init(body) self.body = body end

function StringDefinitionBody:bind() return { definition_string = self.body } end

local FileDefinitionBody = engine.class("aws_cdk.aws_stepfunctions.FileDefinitionBody", DefinitionBody)

function FileDefinitionBody:init(path, options)
  self.path = path
  self._options = options
end

function FileDefinitionBody:bind(scope)
  local props = { path = self.path }
  for key, value in pairs(self._options or {}) do props[key] = value end
  local asset = require("aws_cdk.aws_s3_assets").Asset(scope, "DefinitionBody", props)
  return { definition_s3_location = { bucket = asset.s3_bucket_name, key = asset.s3_object_key } }
end

-- ---------------------------------------------------------------------------------------------------------------------

--- States that are constructs.
function DefinitionBody.from_chainable(chainable) return ChainDefinitionBody(chainable) end

--- A string in Amazon States Language.
function DefinitionBody.from_string(definition) return StringDefinitionBody(definition) end

--- A file in Amazon States Language, which becomes an asset.
function DefinitionBody.from_file(path, options) return FileDefinitionBody(path, options) end

return {
  DefinitionBody = DefinitionBody, ChainDefinitionBody = ChainDefinitionBody, FileDefinitionBody = FileDefinitionBody,
  StringDefinitionBody = StringDefinitionBody,
}
