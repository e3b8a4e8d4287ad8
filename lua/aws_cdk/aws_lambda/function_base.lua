--- What all functions share: own ones, imported ones, versions and aliases.
local engine = require "luacdk.engine"
local l2 = require "aws_cdk.l2"
local cdk = require "aws_cdk"
local cloudwatch = require "aws_cdk.aws_cloudwatch"
local iam = require "aws_cdk.aws_iam"
local lambda = require "aws_cdk.aws_lambda"
local digest = require "aws_cdk.aws_lambda.digest"
local flags = require "aws_cdk.aws_lambda.flags"

local Resource = cdk.Resource
local is_unresolved = engine.is_unresolved
local has = engine.has

local FunctionBase = engine.class("aws_cdk.aws_lambda.FunctionBase", Resource)

--- Whether permissions can be added to this function; subclasses say so.
FunctionBase._can_create_permissions = false

-- Imported functions of another account can be marked as already having the permissions.
FunctionBase._skip_permissions = false

FunctionBase.get.permissions_node = function(self) return self.node end

FunctionBase.get.is_bound_to_vpc = function(self) return self._connections ~= nil end

FunctionBase.get.connections = function(self)
  local connections = self._connections
  if not connections then
    engine.fail(self, "only a function in a VPC has security groups: -> give it `vpc`, or `security_group` if it is "
      .. "imported")
  end
  return connections
end

-- LatestVersion extends FunctionBase and is defined below.
local LatestVersion

l2.kept(FunctionBase, "latest_version", function(self) return LatestVersion(self) end)

-- ---- permissions ----------------------------------------------------------------------------------------------------

local QUALIFIER_WARNING = "an invoke permission given to a function does not apply to callers that name one of its "
  .. "versions or aliases: call grant_invoke or add_permission on the version or alias instead (aws-cdk issue 19273)"

local function warn_invoke_function_permissions(scope)
  cdk.Annotations.of(scope):add_warning_v2("@aws-cdk/aws-lambda:addPermissionsToVersionOrAlias", QUALIFIER_WARNING)
end

local INVOKE_ACTIONS = { ["lambda:InvokeFunction"] = true, ["lambda:*"] = true, ["lambda:Invoke*"] = true }

FunctionBase._warn_invoke_function_permissions = warn_invoke_function_permissions

--- Warns when a permission to invoke meets `current_version`, whichever of the two comes first.
function FunctionBase:consider_warning_on_invoke_function_permissions(scope, action)
  if is_unresolved(action) or not INVOKE_ACTIONS[action] then return end
  if scope.node:try_find_child("CurrentVersion") then
    warn_invoke_function_permissions(scope)
  else
    self._warn_if_current_version_called = true
  end
end

-- The value of the only key of a map, if that key is `key`.
local function only_entry(map, key)
  if map[key] ~= nil and next(map, next(map)) == nil then return map[key] end
end

-- A permission names its principal by a single string.
local function permission_principal(self, principal)
  if has(principal, "_wrapped") then principal = principal._wrapped end
  if has(principal, "account_id") then
    return principal.account_id
  elseif has(principal, "service") then
    return principal.service
  elseif has(principal, "arn") then
    return principal.arn
  end
  local fragment = principal.policy_fragment
  local conditions = fragment.conditions or {}
  local equals = only_entry(conditions, "StringEquals")
  if equals and only_entry(equals, "aws:PrincipalOrgID") then return "*" end
  local aws = fragment.principal_json.AWS
  if next(conditions) == nil and aws ~= nil then
    if type(aws) == "string" or is_unresolved(aws) and type(aws) ~= "table" then
      return aws
    elseif type(aws) == "table" and #aws == 1 then
      return aws[1]
    end
  end
  engine.fail(self, "a %s cannot be the principal of a Lambda permission: -> it takes an AccountPrincipal, "
    .. "ArnPrincipal, ServicePrincipal or OrganizationPrincipal", engine.class_name(principal) or type(principal))
end

local function text_condition(conditions, operator, key)
  local map = conditions[operator]
  local value = type(map) == "table" and map[key]
  if type(value) == "string" or value and is_unresolved(value) and type(value) ~= "table" then
    return value
  end
end

local CONDITIONS = {
  ["ArnLike aws:SourceArn"] = true,
  ["StringEquals aws:SourceAccount"] = true,
  ["StringEquals aws:PrincipalOrgID"] = true,
}

-- The conditions of a principal that a permission has properties for: source ARN, source account, organisation.
local function permission_conditions(self, principal)
  local conditions = principal.policy_fragment.conditions
  if not conditions or next(conditions) == nil then return end
  local unknown = {}
  for operator, map in pairs(conditions) do
    for key in pairs(map) do
      local name = operator .. " " .. key
      if not CONDITIONS[name] then
        unknown[#unknown + 1] = name
      end
    end
  end
  if #unknown > 0 then
    table.sort(unknown)
    engine.fail(self, "the principal of a Lambda permission has the unsupported conditions [%s]; -> supported are "
      .. "ArnLike aws:SourceArn, StringEquals aws:SourceAccount and StringEquals aws:PrincipalOrgID",
      table.concat(unknown, ", "))
  end
  local source_arn = text_condition(conditions, "ArnLike", "aws:SourceArn")
  local source_account = text_condition(conditions, "StringEquals", "aws:SourceAccount")
  local organization = text_condition(conditions, "StringEquals", "aws:PrincipalOrgID")
  if organization and (source_arn or source_account) then
    engine.fail(self, "the principal of a Lambda permission combines aws:PrincipalOrgID with other conditions; "
      .. "it must be the only one")
  end
  return source_arn, source_account, organization
end

--- Adds a statement to the function's resource policy.
-- @param id the id of the permission below the function (or `permission.scope`)
-- @param permission an aws_lambda.Permission
function FunctionBase:add_permission(id, permission)
  if not self._can_create_permissions then
    if not self._skip_permissions then
      local env, stack = self.env, self.stack
      cdk.Annotations.of(self):add_warning_v2("UnclearLambdaEnvironment", ("add_permission() does nothing for this "
        .. "function of region %s and account %s in a stack of region %s and account %s. Import it by "
        .. "from_function_attributes with same_environment = true to add permissions, or acknowledge this warning")
        :format(tostring(env.region), tostring(env.account), tostring(stack.region), tostring(stack.account)))
    end
    return
  end
  local principal = permission_principal(self, permission.principal)
  local source_arn, source_account, organization = permission_conditions(self, permission.principal)
  local action = permission.action or "lambda:InvokeFunction"
  local scope = permission.scope or self
  self:consider_warning_on_invoke_function_permissions(scope, action)
  lambda.CfnPermission(scope, id, {
    action = action,
    principal = principal,
    function_name = self.function_arn,
    event_source_token = permission.event_source_token,
    source_account = permission.source_account or source_account,
    source_arn = permission.source_arn or source_arn,
    principal_org_id = permission.organization_id or organization,
    function_url_auth_type = permission.function_url_auth_type,
    invoked_via_function_url = permission.invoked_via_function_url,
  })
end

--- Adds a statement to the role the function runs as; nothing happens for a function without one.
function FunctionBase:add_to_role_policy(statement)
  local role = self.role
  if not role then return end
  -- A statement whose resources are a token for a list cannot share a policy with literal ones.
  local resources = statement.resources
  local list_token = resources ~= nil and #resources == 1 and engine.token_type(resources[1]) == "list"
  local conflict
  if list_token then
    conflict = self._has_literal_statements
  else
    conflict = self._has_list_token_statements
  end
  if conflict or flags.enabled(self, flags.CREATE_NEW_POLICIES) then
    local count = self._policy_counter or 0
    self._policy_counter = count + 1
    role:attach_inline_policy(iam.Policy(self, ("inlinePolicyAddedToExecutionRole-%d"):format(count), {
      statements = { statement },
    }))
    return
  end
  role:add_to_principal_policy(statement)
  if list_token then
    self._has_list_token_statements = true
  else
    self._has_literal_statements = true
  end
end

-- ---- grants ---------------------------------------------------------------------------------------------------------

-- Where the permission of a grant is found again after it was made.
function FunctionBase:_function_node() return self.node end

-- Whether an imported function is known to be of the stack's own account.
function FunctionBase:_is_stack_account()
  local stack, arn = self.stack, self.function_arn
  if is_unresolved(stack.account) or is_unresolved(arn) then return false end
  return stack:split_arn(arn, cdk.ArnFormat.SLASH_RESOURCE_NAME).account == stack.account
end

local function grant(self, grantee, identifier, action, resource_arns, overrides, conditions)
  local resource = { env = self.env }
  function resource.add_to_resource_policy()
    local permission = { principal = grantee.grant_principal, action = action }
    if overrides then
      for key, value in pairs(overrides) do permission[key] = value end
    end
    self:add_permission(identifier, permission)
    local node = self:_function_node():try_find_child(identifier)
    if not node and not self._skip_permissions then
      engine.fail(self, "this function is imported or $LATEST, so no permission can be added to it. -> If it belongs "
        .. "to this account, import it by from_function_attributes with same_environment = true; if it has the "
        .. "permission already, with skip_permissions = true")
    end
    return { statement_added = true, policy_dependable = node }
  end
  return iam.Grant.add_to_principal_or_resource {
    grantee = grantee,
    actions = { action },
    resource_arns = resource_arns,
    conditions = conditions,
    resource = resource,
  }
end

-- How identifiers distinguish principals: constructs by their path, others by class and value.
local function principal_text(principal)
  if engine.is_construct(principal) then return principal.node.path end
  return has(principal, "to_string") and principal:to_string() or tostring(principal)
end

local function invoke_identifier(grantee, version)
  local principal = grantee.grant_principal
  local identity = engine.ordered(
    "principal", principal_text(principal),
    "conditions", engine.map(principal.policy_fragment.conditions or {}),
    "version", version)
  return "Invoke" .. digest.sha256_base64(engine.json(identity))
end

-- Grants are made once for each identifier.
local function granted(self, field, identifier, make)
  local grants = self[field]
  if not grants then
    grants = {}
    self[field] = grants
  end
  local result = grants[identifier]
  if not result then
    result = make()
    grants[identifier] = result
  end
  return result
end

--- Lets a principal invoke the function, whichever version.
-- @return the iam.Grant
function FunctionBase:grant_invoke(grantee)
  local identifier = invoke_identifier(grantee)
  return granted(self, "_invocation_grants", identifier, function()
    return grant(self, grantee, identifier, "lambda:InvokeFunction", self.resource_arns_for_grant_invoke)
  end)
end

--- Lets a principal invoke the unpublished version alone.
function FunctionBase:grant_invoke_latest_version(grantee)
  return self:grant_invoke_version(grantee, self.latest_version)
end

--- Lets a principal invoke one version.
function FunctionBase:grant_invoke_version(grantee, version)
  local identifier = invoke_identifier(grantee, tostring(version.version))
  return granted(self, "_invocation_grants", identifier, function()
    local arns = { self.function_arn .. ":" .. version.version }
    if version == self.latest_version then arns[2] = self.function_arn end
    return grant(self, grantee, identifier, "lambda:InvokeFunction", arns)
  end)
end

--- Lets a principal call the function's URL. Lambda asks for the permission to use the URL and for the one to invoke.
function FunctionBase:grant_invoke_url(grantee)
  local identifier = "InvokeFunctionUrl" .. principal_text(grantee.grant_principal)
  return granted(self, "_function_url_grants", identifier, function()
    local arns = { self.function_arn }
    grant(self, grantee, identifier, "lambda:InvokeFunctionUrl", arns, { function_url_auth_type = "AWS_IAM" },
      { StringEquals = { ["lambda:FunctionUrlAuthType"] = "AWS_IAM" } })
    return grant(self, grantee, identifier .. "-DualAuth", "lambda:InvokeFunction", arns,
      { invoked_via_function_url = true }, { Bool = { ["lambda:InvokedViaFunctionUrl"] = true } })
  end)
end

--- Lets each principal of a composite one invoke the function.
-- @return the list of iam.Grant
function FunctionBase:grant_invoke_composite_principal(composite_principal)
  local grants = {}
  for i, principal in ipairs(composite_principal.principals) do
    grants[i] = self:grant_invoke(principal)
  end
  return grants
end

-- ---- events and URLs ------------------------------------------------------------------------------------------

-- A copy of `options` with further entries.
local function with(options, extra)
  local props = l2.with({}, options)
  for key, value in pairs(extra) do
    if props[key] == nil then props[key] = value end
  end
  return props
end

local function is_tenant_isolated(fn)
  local config = fn.tenancy_config
  return config ~= nil and config.tenancy_config_property.tenant_isolation_mode ~= nil
end

FunctionBase._is_tenant_isolated = is_tenant_isolated

--- Lets an event source start this function.
function FunctionBase:add_event_source(source)
  if is_tenant_isolated(self) then
    local name = (engine.class_name(source) or type(source)):match "[^.]*$"
    if name ~= "ApiEventSource" then
      engine.fail(self, "a function with tenant isolation cannot have a %s; -> only an ApiEventSource can start it",
        name)
    end
  end
  source:bind(self)
end

--- Maps an event source to this function.
function FunctionBase:add_event_source_mapping(id, options)
  return lambda.EventSourceMapping(self, id, with(options, { target = self }))
end

local function configure_async_invoke(self, options, extra)
  if self.node:try_find_child "EventInvokeConfig" then
    engine.fail(self, "asynchronous invocation of this function is already configured; it can be configured only once")
  end
  lambda.EventInvokeConfig(self, "EventInvokeConfig", with(options, extra))
end

--- Says how asynchronous invocations are retried and where they end.
function FunctionBase:configure_async_invoke(options)
  configure_async_invoke(self, options, { function_ = self })
end

-- Configures asynchronous invocation if a construct's properties request it.
function FunctionBase:_configure_async_invoke_by(props)
  if props.on_failure or props.on_success or props.max_event_age or props.retry_attempts then
    self:configure_async_invoke {
      on_failure = props.on_failure,
      on_success = props.on_success,
      max_event_age = props.max_event_age,
      retry_attempts = props.retry_attempts,
    }
  end
end

--- Gives the function a URL.
function FunctionBase:add_function_url(options)
  options = options or {}
  return lambda.FunctionUrl(self, "FunctionUrl", with(options, { function_ = self }))
end

-- ---- versions and aliases -------------------------------------------------------------------------------------------

local QualifiedFunctionBase = engine.class("aws_cdk.aws_lambda.QualifiedFunctionBase", FunctionBase)

l2.delegated(QualifiedFunctionBase, "lambda", { "latest_version", "tenancy_config" })

QualifiedFunctionBase.get.resource_arns_for_grant_invoke = function(self)
  return { self.function_arn }
end

function QualifiedFunctionBase:configure_async_invoke(options)
  configure_async_invoke(self, options, { function_ = self.lambda, qualifier = self._qualifier })
end

-- A metric by name, of the version or alias that CloudWatch knows as `resource`.
function QualifiedFunctionBase:_qualified_metric(resource, metric_name, props)
  return cloudwatch.Metric(with(props or {}, {
    namespace = "AWS/Lambda",
    metric_name = metric_name,
    dimensions_map = { FunctionName = self.lambda.function_name, Resource = resource },
  })):attach_to(self)
end

function QualifiedFunctionBase.consider_warning_on_invoke_function_permissions()
  -- The permission is on the version or alias itself, as the warning demands.
end

-- An alias below `scope` (a version or a function), named after itself.
function FunctionBase._make_alias(scope, version, alias_name, options)
  return lambda.Alias(scope, "Alias" .. alias_name, with(options or {}, { alias_name = alias_name, version = version }))
end

-- The version of a function that changes with every update.
LatestVersion = engine.class("aws_cdk.aws_lambda.LatestVersion", FunctionBase, "aws_cdk.aws_lambda.IVersion")

function LatestVersion:init(fn)
  FunctionBase.init(self, fn, "$LATEST")
  self.lambda = fn
  self.version = "$LATEST"
end

LatestVersion.get.function_arn = function(self) return self.lambda.function_arn .. ":$LATEST" end

LatestVersion.get.function_name = function(self) return self.lambda.function_name .. ":$LATEST" end

l2.delegated(LatestVersion, "lambda", { "architecture", "grant_principal", "role", "tenancy_config" })

LatestVersion.get.latest_version = function(self) return self end

LatestVersion.get.resource_arns_for_grant_invoke = function(self) return { self.function_arn } end

LatestVersion.get.edge_arn = function(self)
  engine.fail(self, "$LATEST cannot be used for Lambda@Edge; -> use a published version such as `current_version`")
end

function LatestVersion:add_alias(alias_name, options)
  return FunctionBase._make_alias(self, self, alias_name, options)
end

return { FunctionBase = FunctionBase, QualifiedFunctionBase = QualifiedFunctionBase }
