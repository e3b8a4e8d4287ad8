--- Events run statements in Redshift.
local engine = require "luacdk.engine"
local iam = require "aws_cdk.aws_iam"
local target = require "aws_cdk.aws_events_targets.target"

local RedshiftQuery = engine.class "aws_cdk.aws_events_targets.RedshiftQuery"

--- Arguments: cluster_arn, RedshiftQueryProps: database, sql (required).
function RedshiftQuery:init(cluster_arn, props)
  self._cluster_arn = cluster_arn
  self._props = props
end

function RedshiftQuery:bind(rule)
  local arn, props = self._cluster_arn, self._props
  local sql, secret = props.sql, props.secret
  local role = props.role or target.singleton_role(rule)
  if #sql < 1 then engine.fail(rule, "sql must have at least one statement") end
  local many = #sql > 1
  role:add_to_principal_policy(iam.PolicyStatement {
    actions = { many and "redshift-data:BatchExecuteStatement" or "redshift-data:ExecuteStatement" },
    resources = { arn },
  })
  local config = target.base_config(props)
  config.arn, config.role, config.input = arn, role, props.input
  config.redshift_data_parameters = {
    database = props.database,
    db_user = props.db_user,
    secret_manager_arn = secret and (secret.secret_full_arn or secret.secret_name),
    sql = not many and sql[1] or nil,
    sqls = many and sql or nil,
    statement_name = props.statement_name,
    with_event = props.send_event_bridge_event,
  }
  return config
end

return { RedshiftQuery = RedshiftQuery }
