-- Stands in for the role of a resource that was imported without one.
local engine = require "luacdk.engine"
local util = require "aws_cdk.aws_iam.util"

local cdk = require "aws_cdk"

local UnknownPrincipal = engine.class "aws_cdk.aws_iam.UnknownPrincipal"

--- Argument: a table with `resource`, the imported construct.
function UnknownPrincipal:init(props)
  self._resource = props.resource
  self.assume_role_action = "sts:AssumeRole"
end

UnknownPrincipal.get.grant_principal = function(self) return self end

UnknownPrincipal.get.policy_fragment = function(self)
  return engine.fail(self._resource,
    "no policy fragment of %s: the resource was imported without a role; -> import it with one",
    self._resource.node.path)
end

--- Adds nothing; warns which statement the role, wherever it is, would need.
function UnknownPrincipal:add_to_principal_policy(statement)
  local stack = engine.stack_of(self._resource)
  local text = util.json(stack:resolve(statement:to_statement_json()))
  cdk.Annotations.of(self._resource):add_warning_v2("@aws-cdk/aws-iam:unknownPrincipalAddStatementToRole",
    "Add statement to this resource's role: " .. text)
  -- Reports success, so that callers do not look for another place for the statement.
  return { statement_added = true, policy_dependable = util.NOTHING_TO_WAIT_FOR }
end

function UnknownPrincipal:add_to_policy(statement) return self:add_to_principal_policy(statement).statement_added end

return { UnknownPrincipal = UnknownPrincipal }
