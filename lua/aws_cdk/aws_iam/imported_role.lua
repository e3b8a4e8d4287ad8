-- A role that exists already; policies may be attached to it.
local engine = require "luacdk.engine"
local util = require "aws_cdk.aws_iam.util"

local iam = require "aws_cdk.aws_iam"
local cdk = require "aws_cdk"
local cx_api = require "aws_cdk.cx_api"

local Resource = cdk.Resource

local ImportedRole = engine.class("aws_cdk.aws_iam.ImportedRole", Resource, "aws_cdk.aws_iam.IRole")

--- Arguments: scope, id, a table with role_arn, role_name, account, default_policy_name.
function ImportedRole:init(scope, id, props)
  Resource.init(self, scope, id, { account = props.account })
  self.role_arn = props.role_arn
  self.role_name = props.role_name
  self._account = props.account
  self._default_policy_name = props.default_policy_name
end

ImportedRole.get.grant_principal = function(self) return self end
ImportedRole.get.principal_account = function(self) return self._account end
ImportedRole.get.assume_role_action = function() return "sts:AssumeRole" end
ImportedRole.get.policy_fragment = function(self) return iam.ArnPrincipal(self.role_arn).policy_fragment end
function ImportedRole:_fragment() return { AWS = { self.role_arn } } end

-- Two stacks importing one role must not give their policies one name; the flag makes it depend on the stack.
local function default_policy(self)
  local unique = cdk.FeatureFlags._is_enabled(self, cx_api.IAM_IMPORTED_ROLE_STACK_SAFE_DEFAULT_POLICY_NAME)
  local name = "Policy"
  if unique then
    name = "Policy" .. cdk.Names.unique_id(self)
    if #name > util.MAX_POLICY_NAME_LEN then
      name = "Policy" .. cdk.Names.unique_resource_name(self, { max_length = util.MAX_POLICY_NAME_LEN - #"Policy" })
    end
  end
  name = self._default_policy_name or name
  return iam.Policy(self, name, unique and { policy_name = name } or nil)
end

function ImportedRole:add_to_principal_policy(statement)
  local policy = self._default_policy
  if not policy then
    policy = default_policy(self)
    self._default_policy = policy
    self:attach_inline_policy(policy)
  end
  policy:add_statements(statement)
  return { statement_added = true, policy_dependable = policy }
end

function ImportedRole:add_to_policy(statement) return self:add_to_principal_policy(statement).statement_added end

--- Attaches an inline policy, unless the role is of another account: CloudFormation could not do that.
function ImportedRole:attach_inline_policy(policy)
  if util.compare(self.env.account, policy.env.account) == "different" then return end
  util.attach(self, policy)
  policy:attach_to_role(self)
end

--- Attaches a managed policy of this app. An imported policy cannot be changed from here, which causes a warning.
function ImportedRole:add_managed_policy(policy)
  if engine.has(policy, "attach_to_role") then
    policy:attach_to_role(self)
  else
    cdk.Annotations.of(self):add_warning_v2("@aws-cdk/aws-iam:IRoleCantBeUsedWithIManagedPolicy",
      ("Can't combine imported IManagedPolicy: %s to imported role IRole: %s. Use ManagedPolicy directly."):format(
        util.key(policy.managed_policy_arn), util.key(self.role_name)))
  end
end

function ImportedRole:grant(grantee, ...)
  return iam.Grant.add_to_principal { grantee = grantee, actions = { ... }, resource_arns = { self.role_arn },
    scope = self }
end

function ImportedRole:grant_pass_role(identity) return self:grant(identity, "iam:PassRole") end
function ImportedRole:grant_assume_role(identity) return self:grant(identity, "sts:AssumeRole") end
function ImportedRole:dedupe_string() return "ImportedRole:" .. util.key(self.role_arn) end

return { ImportedRole = ImportedRole }
