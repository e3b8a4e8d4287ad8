--- Rules that the data of a table has to meet.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local glue = require "aws_cdk.aws_glue"
local l2 = require "aws_cdk.l2"

local DataQualityTargetTable = engine.class "aws_cdk.aws_glue.DataQualityTargetTable"

function DataQualityTargetTable:init(database_name, table_name)
  self.database_name, self.table_name = database_name, table_name
end

--- A table of the database.
function DataQualityTargetTable.from_table(database, table_)
  return DataQualityTargetTable(database.database_ref.database_name, table_.table_name)
end

--- The table of that name.
function DataQualityTargetTable.from_table_name(database, table_name)
  return DataQualityTargetTable(database.database_ref.database_name, table_name)
end

local DataQualityRuleset = l2.resource("aws_cdk.aws_glue.DataQualityRuleset", cdk.Resource,
  { name = { "ruleset_name" } })

local function arn_of(scope, name)
  return engine.stack_of(scope):format_arn { service = "glue", resource = "dataqualityruleset", resource_name = name }
end

l2.kept(DataQualityRuleset, "ruleset_arn", function(self) return arn_of(self, self.ruleset_name) end)

--- Arguments: scope, id, DataQualityRulesetProps: dqdl, ruleset_name, target_table (required).
function DataQualityRuleset:init(scope, id, props)
  cdk.Resource.init(self, scope, id, { physical_name = props.ruleset_name })
  local target = props.target_table
  self._resource = glue.CfnDataQualityRuleset(self, "Resource", {
    description = props.description,
    name = props.ruleset_name,
    ruleset = props.dqdl.dqdl,
    tags = props.tags,
    target_table = { database_name = target.database_name, table_name = target.table_name },
  })
  self._resource:apply_removal_policy(props.removal_policy)
end

local Imported = l2.imported(DataQualityRuleset, cdk.Resource)

function Imported:init(scope, id, name, arn)
  cdk.Resource.init(self, scope, id)
  self.ruleset_name, self.ruleset_arn = name, arn
end

--- A ruleset made elsewhere.
function DataQualityRuleset.from_ruleset_arn(scope, id, ruleset_arn)
  return Imported(scope, id, cdk.Arn.extract_resource_name(ruleset_arn, "dataqualityruleset"), ruleset_arn)
end

--- A ruleset made elsewhere, in the account and region of the scope's stack.
function DataQualityRuleset.from_ruleset_name(scope, id, ruleset_name)
  return Imported(scope, id, ruleset_name, arn_of(scope, ruleset_name))
end

return { DataQualityRuleset = DataQualityRuleset, DataQualityTargetTable = DataQualityTargetTable }
