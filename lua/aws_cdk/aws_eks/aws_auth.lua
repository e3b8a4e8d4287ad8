--- The config map that says which IAM roles and users are whom in a cluster.
local engine = require "luacdk.engine"
local eks = require "aws_cdk.aws_eks"

local fail = engine.fail

local AwsAuth = engine.class("aws_cdk.aws_eks.AwsAuth", engine.Construct)

-- A list as JSON, as it is when the template is written.
local function as_json(self, list, entry)
  local stack = engine.stack_of(self)
  return engine.lazy(function()
    local all = engine.list {}
    for i, one in ipairs(list) do all[i] = entry(one) end
    return stack:to_json_string(all)
  end, { kind = "string" })
end

local function mapped(key)
  return function(one)
    local mapping = one.mapping
    return engine.ordered(key, one.arn, "username", mapping.username or one.arn, "groups", mapping.groups)
  end
end

--- Arguments: scope, id, { cluster = }.
function AwsAuth:init(scope, id, props)
  engine.Construct.init(self, scope, id)
  if props.cluster.authentication_mode == "API" then
    fail(self, "a cluster with AuthenticationMode.API has no aws-auth; -> use grant_access, or "
      .. "AuthenticationMode.API_AND_CONFIG_MAP")
  end
  self._roles, self._users, self._accounts = {}, {}, {}
  eks.KubernetesManifest(self, "manifest", {
    cluster = props.cluster, overwrite = true,
    manifest = { engine.ordered(
      "apiVersion", "v1",
      "kind", "ConfigMap",
      "metadata", engine.ordered("name", "aws-auth", "namespace", "kube-system"),
      "data", engine.ordered(
        "mapRoles", as_json(self, self._roles, mapped "rolearn"),
        "mapUsers", as_json(self, self._users, mapped "userarn"),
        "mapAccounts", as_json(self, self._accounts, function(account) return account end))) },
  })
end

-- Others would have the stacks wait for each other.
local function check_stack(self, identity)
  local stack = engine.stack_of(self)
  if engine.stack_of(identity) ~= stack then
    fail(self, "%s is in another stack, and the stacks would depend on each other in a circle; -> make it in %s",
      engine.display(identity.node.path), engine.display(stack.stack_name))
  end
end

--- The role may do everything in the cluster.
-- @param username a name; the role's ARN without it
function AwsAuth:add_masters_role(role, username)
  self:add_role_mapping(role, { username = username, groups = { "system:masters" } })
end

--- The role is a user in the cluster, by { groups = (required), username = }.
function AwsAuth:add_role_mapping(role, mapping)
  check_stack(self, role)
  table.insert(self._roles, { arn = role.role_arn, mapping = mapping })
end

--- The IAM user is one in the cluster, by { groups = (required), username = }.
function AwsAuth:add_user_mapping(user, mapping)
  check_stack(self, user)
  table.insert(self._users, { arn = user.user_arn, mapping = mapping })
end

--- All of an account's users and roles are users in the cluster.
function AwsAuth:add_account(account_id) table.insert(self._accounts, account_id) end

return { AwsAuth = AwsAuth }
