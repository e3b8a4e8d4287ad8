--- Groups of users.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local cognito = require "aws_cdk.aws_cognito"
local l2 = require "aws_cdk.l2"
local of_user_pool = require "aws_cdk.aws_cognito.private.of_user_pool"

local fail, is_unresolved = engine.fail, engine.is_unresolved

local MAX_PRECEDENCE = 2 ^ 31 - 1
local NAME = [[^[^\p{Z}\p{C}]{1,128}$]]

local UserPoolGroup = engine.class("aws_cdk.aws_cognito.UserPoolGroup", cdk.Resource)

of_user_pool(UserPoolGroup, {
  reference = { "user_pool_group_ref", "group_name", "group_name" }, import = "from_group_name",
})

local function check(self, props)
  local precedence, name = props.precedence, props.group_name
  l2.at_most(self, "aws_cognito.CfnUserPoolGroupProps.description", props.description)
  if type(precedence) == "number" and (precedence < 0 or precedence > MAX_PRECEDENCE) then
    fail(self, "precedence must be between 0 and %d, got %s", MAX_PRECEDENCE, engine.display(precedence))
  end
  if name and not is_unresolved(name) and not engine.matches(NAME, name, "u") then
    fail(self, "group_name must have 1 to 128 letters, digits, symbols or punctuation marks and no blanks, got %s",
      engine.display(name))
  end
end

--- Arguments: scope, id, UserPoolGroupProps: user_pool (required).
function UserPoolGroup:init(scope, id, props)
  cdk.Resource.init(self, scope, id)
  self._user_pool = props.user_pool
  check(self, props)
  local resource = cognito.CfnUserPoolGroup(self, "Resource", {
    user_pool_id = props.user_pool.user_pool_ref.user_pool_id,
    description = props.description,
    group_name = props.group_name,
    precedence = props.precedence,
    role_arn = props.role and props.role.role_ref.role_arn,
  })
  self.group_name = resource.ref
end

return { UserPoolGroup = UserPoolGroup }
