-- Principals: who a statement speaks about.
local engine = require "luacdk.engine"
local util = require "aws_cdk.aws_iam.util"

local iam = require "aws_cdk.aws_iam"
local region_info = require "aws_cdk.region_info"

local is_unresolved, fail = engine.is_unresolved, engine.fail

--------------------------------------------------------------------------------------------------------------------
-- What a principal contributes to a statement

local PrincipalPolicyFragment = engine.class "aws_cdk.aws_iam.PrincipalPolicyFragment"

--- Arguments: the principal map as in a statement, and its conditions.
function PrincipalPolicyFragment:init(principal_json, conditions)
  self.principal_json = principal_json
  self.conditions = conditions or {}
end

-- The library's own principals answer `_fragment()` with the two values instead of building an object; this is the
-- public property over it.
local function policy_fragment(self) return PrincipalPolicyFragment(self:_fragment()) end

--------------------------------------------------------------------------------------------------------------------

local ComparablePrincipal = engine.class "aws_cdk.aws_iam.ComparablePrincipal"

--- Whether the principal has a string that identifies it.
function ComparablePrincipal.is_comparable_principal(x) return engine.has(x, "dedupe_string") end

--- A string that is equal for principals with the same identity, or nil.
function ComparablePrincipal.dedupe_string_for(x)
  if engine.has(x, "dedupe_string") then return x:dedupe_string() end
  return nil
end

--------------------------------------------------------------------------------------------------------------------

local PrincipalBase = engine.class "aws_cdk.aws_iam.PrincipalBase"

function PrincipalBase:init() end

PrincipalBase.get.grant_principal = function(self) return self end
PrincipalBase.get.assume_role_action = function(self) return self._assume_role_action or "sts:AssumeRole" end
PrincipalBase.get.principal_account = function(self) return self._principal_account end

--- Adds a statement to the principal's own policy; plain principals have none, so nothing is added.
function PrincipalBase:add_to_principal_policy(_) return { statement_added = false } end
function PrincipalBase:add_to_policy(statement) return self:add_to_principal_policy(statement).statement_added end

--- Adds what lets this principal assume a role to the role's trust policy.
function PrincipalBase:add_to_assume_role_policy(document)
  document:add_statements(iam.PolicyStatement { actions = { self.assume_role_action }, principals = { self } })
end

--- The principal under additional conditions.
function PrincipalBase:with_conditions(conditions) return iam.PrincipalWithConditions(self, conditions) end

--- The principal with the right to pass session tags when it assumes a role.
function PrincipalBase:with_session_tags() return iam.SessionTagsPrincipal(self) end

function PrincipalBase:to_string() return util.json(self.policy_fragment.principal_json) end
function PrincipalBase:to_json() return self.policy_fragment.principal_json end

--------------------------------------------------------------------------------------------------------------------
-- Principals around another principal

local PrincipalAdapter = engine.class("aws_cdk.aws_iam.PrincipalAdapter", PrincipalBase)

function PrincipalAdapter:init(principal)
  self._wrapped = principal
  self._assume_role_action = principal.assume_role_action
  self._principal_account = principal.principal_account
end

PrincipalAdapter.get.policy_fragment = function(self) return self._wrapped.policy_fragment end
function PrincipalAdapter:add_to_policy(statement) return self._wrapped:add_to_policy(statement) end
function PrincipalAdapter:add_to_principal_policy(statement) return self._wrapped:add_to_principal_policy(statement) end

function PrincipalAdapter:append_dedupe(text)
  local inner = ComparablePrincipal.dedupe_string_for(self._wrapped)
  if not inner then return nil end
  return engine.class_name(self):match "[^.]*$" .. ":" .. inner .. ":" .. text
end

local function mutating_document(document, mutate)
  return require("aws_cdk.aws_iam.policy_document").MutatingPolicyDocument(document, mutate)
end

local PrincipalWithConditions = engine.class("aws_cdk.aws_iam.PrincipalWithConditions", PrincipalAdapter)

--- Arguments: the principal, a map of conditions that are added to each of its statements.
function PrincipalWithConditions:init(principal, conditions)
  PrincipalAdapter.init(self, principal)
  self._additional = util.merged(conditions or {})
end

function PrincipalWithConditions:add_condition(key, value)
  util.check_condition(value)
  local existing = self._additional[key]
  if existing == nil then
    self._additional[key] = value
  else
    util.check_condition(existing)
    self._additional[key] = util.merged(existing, value)
  end
end

function PrincipalWithConditions:add_conditions(conditions)
  for key, value in util.each(conditions) do self:add_condition(key, value) end
end

PrincipalWithConditions.get.conditions = function(self)
  local merged = util.merged(self._wrapped.policy_fragment.conditions or {})
  for operator, condition in util.each(self._additional) do
    local existing = merged[operator]
    if existing == nil then
      merged[operator] = condition
    elseif type(condition) ~= "table" or type(existing) ~= "table" then
      fail(nil, "two conditions for operator %s cannot be merged when one of them is a token", engine.display(operator))
    else
      merged[operator] = util.merged(existing, condition)
    end
  end
  return merged
end

function PrincipalWithConditions:_fragment()
  return self._wrapped.policy_fragment.principal_json, self.conditions
end
PrincipalWithConditions.get.policy_fragment = policy_fragment

function PrincipalWithConditions:add_to_assume_role_policy(document)
  util.add_principal_to_trust_policy(self._wrapped, mutating_document(document, function(statement)
    statement:add_actions(self.assume_role_action)
    statement:add_conditions(self.conditions)
  end))
end

function PrincipalWithConditions:to_string()
  local wrapped = self._wrapped
  if engine.has(wrapped, "to_string") then return wrapped:to_string() end
  return tostring(wrapped)
end
function PrincipalWithConditions:to_json() return self.policy_fragment.principal_json end
function PrincipalWithConditions:dedupe_string() return self:append_dedupe(util.json(self.conditions)) end

local SessionTagsPrincipal = engine.class("aws_cdk.aws_iam.SessionTagsPrincipal", PrincipalAdapter)

--- Argument: the principal that may pass session tags.
function SessionTagsPrincipal:init(principal) PrincipalAdapter.init(self, principal) end

function SessionTagsPrincipal:add_to_assume_role_policy(document)
  util.add_principal_to_trust_policy(self._wrapped, mutating_document(document, function(statement)
    statement:add_actions "sts:TagSession"
  end))
end

function SessionTagsPrincipal:dedupe_string() return self:append_dedupe "" end

--------------------------------------------------------------------------------------------------------------------
-- AWS principals

local ArnPrincipal = engine.class("aws_cdk.aws_iam.ArnPrincipal", PrincipalBase)

--- Argument: the ARN of a user, role or account.
function ArnPrincipal:init(arn) self.arn = arn end

function ArnPrincipal:_fragment() return { AWS = { self.arn } } end
ArnPrincipal.get.policy_fragment = policy_fragment
function ArnPrincipal:to_string() return "ArnPrincipal(" .. util.key(self.arn) .. ")" end
function ArnPrincipal:dedupe_string() return "ArnPrincipal:" .. util.key(self.arn) end

--- The principal, only while it belongs to the given organization.
function ArnPrincipal:in_organization(organization_id)
  return self:with_conditions { StringEquals = { ["aws:PrincipalOrgID"] = organization_id } }
end

local AccountPrincipal = engine.class("aws_cdk.aws_iam.AccountPrincipal", ArnPrincipal)

--- Argument: the account's id, a string (leading zeroes count, so a number will not do).
function AccountPrincipal:init(account_id)
  if type(account_id) ~= "string" and not is_unresolved(account_id) then
    fail(nil, "account_id must be a string such as \"123456789012\", got %s", engine.display(account_id))
  end
  -- The partition belongs to the stack the statement is rendered in.
  ArnPrincipal.init(self, engine.lazy(function(ctx)
    return "arn:" .. ctx.stack.partition .. ":iam::" .. account_id .. ":root"
  end, { kind = "string" }))
  self.account_id = account_id
  self._principal_account = account_id
end

function AccountPrincipal:to_string() return "AccountPrincipal(" .. util.key(self.account_id) .. ")" end

local AccountRootPrincipal = engine.class("aws_cdk.aws_iam.AccountRootPrincipal", AccountPrincipal)

function AccountRootPrincipal:init()
  AccountPrincipal.init(self, engine.lazy(function(ctx) return ctx.stack.account end, { kind = "string" }))
end

function AccountRootPrincipal:to_string() return "AccountRootPrincipal()" end

local AnyPrincipal = engine.class("aws_cdk.aws_iam.AnyPrincipal", ArnPrincipal)

function AnyPrincipal:init() ArnPrincipal.init(self, "*") end
function AnyPrincipal:to_string() return "AnyPrincipal()" end

local Anyone = engine.class("aws_cdk.aws_iam.Anyone", AnyPrincipal)

function Anyone:init() AnyPrincipal.init(self) end

local StarPrincipal = engine.class("aws_cdk.aws_iam.StarPrincipal", PrincipalBase)

function StarPrincipal:init() end
function StarPrincipal:_fragment() return { [util.LITERAL] = { "*" } } end
StarPrincipal.get.policy_fragment = policy_fragment
function StarPrincipal:to_string() return "StarPrincipal()" end
function StarPrincipal:dedupe_string() return "StarPrincipal" end

local OrganizationPrincipal = engine.class("aws_cdk.aws_iam.OrganizationPrincipal", PrincipalBase)

--- Argument: the organization's id (o- and 10 to 32 lower-case letters or digits).
function OrganizationPrincipal:init(organization_id)
  if not is_unresolved(organization_id) then
    local rest = organization_id:match "^o%-([a-z0-9]+)$"
    if not rest or #rest < 10 or #rest > 32 then
      fail(nil, "an organization id is \"o-\" and 10 to 32 lower-case letters or digits, got %s",
        engine.display(organization_id))
    end
  end
  self.organization_id = organization_id
end

function OrganizationPrincipal:_fragment()
  return { AWS = { "*" } }, { StringEquals = { ["aws:PrincipalOrgID"] = self.organization_id } }
end
OrganizationPrincipal.get.policy_fragment = policy_fragment
function OrganizationPrincipal:to_string() return "OrganizationPrincipal(" .. util.key(self.organization_id) .. ")" end
function OrganizationPrincipal:dedupe_string() return "OrganizationPrincipal:" .. util.key(self.organization_id) end

local CanonicalUserPrincipal = engine.class("aws_cdk.aws_iam.CanonicalUserPrincipal", PrincipalBase)

--- Argument: the canonical user id S3 assigns to an account.
function CanonicalUserPrincipal:init(canonical_user_id) self.canonical_user_id = canonical_user_id end
function CanonicalUserPrincipal:_fragment() return { CanonicalUser = { self.canonical_user_id } } end
CanonicalUserPrincipal.get.policy_fragment = policy_fragment
function CanonicalUserPrincipal:to_string()
  return "CanonicalUserPrincipal(" .. util.key(self.canonical_user_id) .. ")"
end
function CanonicalUserPrincipal:dedupe_string() return "CanonicalUserPrincipal:" .. util.key(self.canonical_user_id) end

--------------------------------------------------------------------------------------------------------------------
-- Services

local DOMAINS = { "%.amazonaws%.com", "%.amazonaws%.com%.cn", "%.c2s%.ic%.gov", "%.sc2s%.sgov%.gov", "" }
local standard_names = {}

-- A service is named with or without a domain, and with that of any partition; policies want amazonaws.com.
local function standard_name(service)
  local name = standard_names[service]
  if name then return name end
  if type(service) ~= "string" or is_unresolved(service) then return service end
  name = service
  for _, domain in ipairs(DOMAINS) do
    local head = service:match("^([^.]+)" .. domain .. "$")
    if head then
      name = head .. ".amazonaws.com"
      break
    end
  end
  standard_names[service] = name
  return name
end

local ServicePrincipal = engine.class("aws_cdk.aws_iam.ServicePrincipal", PrincipalBase)

--- Arguments: the service ("sqs.amazonaws.com", or just "sqs"); options: conditions, region (the region whose service
--  is meant: from another region, services of opt-in regions must be named with theirs).
function ServicePrincipal:init(service, opts)
  self._service = service
  self._opts = opts or false
end

--- The name the service goes by in the stack where the value is used.
function ServicePrincipal.service_principal_name(service) return standard_name(service) end

--- A principal for exactly this name; nothing is added to it.
function ServicePrincipal.from_static_service_principle_name(service_principal_name)
  local principal = ServicePrincipal(service_principal_name)
  principal._opts = { static = true }
  return principal
end

local function regional_name(service, region)
  return engine.lazy(function(ctx)
    local name = standard_name(service)
    if ctx.stack.region ~= region and region_info.RegionInfo.get(region).is_opt_in_region then
      return (name:gsub("%.amazonaws%.com$", "." .. region .. ".amazonaws.com"))
    end
    return name
  end, { kind = "string" })
end

function ServicePrincipal:_fragment()
  local opts, service = self._opts, self._service
  if not opts then return { Service = { standard_name(service) } } end
  local region = opts.region
  if opts.static then return { Service = { service } } end
  if region and not is_unresolved(region) and type(service) == "string" then
    return { Service = { regional_name(service, region) } }, opts.conditions
  end
  return { Service = { standard_name(service) } }, opts.conditions
end
ServicePrincipal.get.policy_fragment = policy_fragment
ServicePrincipal.get.service = function(self) return self._service end

function ServicePrincipal:to_string() return "ServicePrincipal(" .. util.key(self._service) .. ")" end
function ServicePrincipal:dedupe_string()
  return "ServicePrincipal:" .. util.key(self._service) .. ":" .. util.json(self._opts or {})
end

--------------------------------------------------------------------------------------------------------------------
-- Identity providers

local FederatedPrincipal = engine.class("aws_cdk.aws_iam.FederatedPrincipal", PrincipalBase)

--- Arguments: the identity provider, the conditions of its use, the action that assumes the role (sts:AssumeRole).
function FederatedPrincipal:init(federated, conditions, assume_role_action)
  self.federated = federated
  self.conditions = conditions or {}
  self._assume_role_action = assume_role_action
end

function FederatedPrincipal:_fragment() return { Federated = { self.federated } }, self.conditions end
FederatedPrincipal.get.policy_fragment = policy_fragment

function FederatedPrincipal:to_string()
  return engine.class_name(self):match "[^.]*$" .. "(" .. util.key(self.federated) .. ")"
end

function FederatedPrincipal:dedupe_string()
  return ("FederatedPrincipal:%s:%s:%s"):format(util.key(self.federated), self.assume_role_action,
    util.json(self.conditions))
end

local WebIdentityPrincipal = engine.class("aws_cdk.aws_iam.WebIdentityPrincipal", FederatedPrincipal)

--- Arguments: the provider ("cognito-identity.amazonaws.com", …), the conditions.
function WebIdentityPrincipal:init(identity_provider, conditions)
  FederatedPrincipal.init(self, identity_provider, conditions, "sts:AssumeRoleWithWebIdentity")
end

local OpenIdConnectPrincipal = engine.class("aws_cdk.aws_iam.OpenIdConnectPrincipal", WebIdentityPrincipal)

--- Arguments: the OpenID Connect provider construct, the conditions.
function OpenIdConnectPrincipal:init(provider, conditions)
  WebIdentityPrincipal.init(self, provider.oidc_provider_ref.oidc_provider_arn, conditions)
end

local SamlPrincipal = engine.class("aws_cdk.aws_iam.SamlPrincipal", FederatedPrincipal)

--- Arguments: the SAML provider construct, the conditions.
function SamlPrincipal:init(provider, conditions)
  FederatedPrincipal.init(self, provider.saml_provider_ref.saml_provider_arn, conditions, "sts:AssumeRoleWithSAML")
end

local SamlConsolePrincipal = engine.class("aws_cdk.aws_iam.SamlConsolePrincipal", SamlPrincipal)

--- As SamlPrincipal, for signing in to the console: the audience is the region's sign-in page.
function SamlConsolePrincipal:init(provider, conditions)
  local region = engine.stack_of(provider).region
  local page = not is_unresolved(region) and region_info.RegionInfo.get(region).saml_sign_on_url or nil
  SamlPrincipal.init(self, provider, util.merged(conditions or {}, {
    StringEquals = { ["SAML:aud"] = page or "https://signin.aws.amazon.com/saml" },
  }))
end

--------------------------------------------------------------------------------------------------------------------
-- Several at once

local CompositePrincipal = engine.class("aws_cdk.aws_iam.CompositePrincipal", PrincipalBase)

--- Arguments: one principal or more. In a trust policy each gets its own statement.
function CompositePrincipal:init(...)
  local first = ...
  if first == nil then fail(nil, "CompositePrincipal needs at least one principal") end
  self._list = {}
  self._assume_role_action = first.assume_role_action
  self:add_principals(...)
end

--- Adds principals; returns the composite.
function CompositePrincipal:add_principals(...)
  local given = { ... }
  for i = 1, select("#", ...) do self._list[#self._list + 1] = given[i] end
  return self
end

CompositePrincipal.get.principals = function(self) return self._list end

function CompositePrincipal:add_to_assume_role_policy(document)
  for _, principal in ipairs(self._list) do util.add_principal_to_trust_policy(principal, document) end
end

function CompositePrincipal:_fragment()
  local json, keys = {}, {}
  for _, principal in ipairs(self._list) do
    local fragment = principal.policy_fragment
    if fragment.conditions and next(fragment.conditions) ~= nil then
      fail(nil, "the parts of a CompositePrincipal must not have conditions; %s has %s",
        util.json(fragment.principal_json), util.json(fragment.conditions))
    end
    util.merge_principal(json, keys, fragment.principal_json)
  end
  if #keys < 2 then return json end
  local ordered = engine.ordered()
  for i = 1, #keys do ordered[keys[i]] = json[keys[i]] end
  return ordered
end
CompositePrincipal.get.policy_fragment = policy_fragment

local function text_of(principal)
  return engine.has(principal, "to_string") and principal:to_string() or tostring(principal)
end

function CompositePrincipal:to_string()
  local texts = {}
  for i, principal in ipairs(self._list) do texts[i] = text_of(principal) end
  return "CompositePrincipal(" .. table.concat(texts, ",") .. ")"
end

function CompositePrincipal:dedupe_string()
  local texts = {}
  for i, principal in ipairs(self._list) do
    texts[i] = ComparablePrincipal.dedupe_string_for(principal)
    if not texts[i] then return nil end
  end
  return "CompositePrincipal[" .. table.concat(texts, ",") .. "]"
end

-- The principal of a statement read from JSON, unchanged.
local JsonPrincipal = engine.class("aws_cdk.aws_iam.JsonPrincipal", PrincipalBase)

function JsonPrincipal:init(json)
  if type(json) == "string" then json = { [util.LITERAL] = { json } } end
  if type(json) ~= "table" then
    fail(nil, "a principal in JSON is a string or a table such as { AWS = \"arn:…\" }, got %s", engine.display(json))
  end
  self._json = json
end

function JsonPrincipal:_fragment() return self._json end
JsonPrincipal.get.policy_fragment = policy_fragment
function JsonPrincipal:dedupe_string() return util.json { principalJson = self._json, conditions = {} } end

return {
  AccountPrincipal = AccountPrincipal,
  AccountRootPrincipal = AccountRootPrincipal,
  AnyPrincipal = AnyPrincipal,
  Anyone = Anyone,
  ArnPrincipal = ArnPrincipal,
  CanonicalUserPrincipal = CanonicalUserPrincipal,
  ComparablePrincipal = ComparablePrincipal,
  CompositePrincipal = CompositePrincipal,
  FederatedPrincipal = FederatedPrincipal,
  JsonPrincipal = JsonPrincipal,
  OpenIdConnectPrincipal = OpenIdConnectPrincipal,
  OrganizationPrincipal = OrganizationPrincipal,
  PrincipalBase = PrincipalBase,
  PrincipalPolicyFragment = PrincipalPolicyFragment,
  PrincipalWithConditions = PrincipalWithConditions,
  SamlConsolePrincipal = SamlConsolePrincipal,
  SamlPrincipal = SamlPrincipal,
  ServicePrincipal = ServicePrincipal,
  SessionTagsPrincipal = SessionTagsPrincipal,
  StarPrincipal = StarPrincipal,
  WebIdentityPrincipal = WebIdentityPrincipal,
}
