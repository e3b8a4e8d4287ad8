-- What credentials and identities of agents have in common: their permissions, and those on their secrets.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local iam = require "aws_cdk.aws_iam"
local l2 = require "aws_cdk.l2"

local identity = {}

local READ_SECRET = { "secretsmanager:GetSecretValue", "secretsmanager:DescribeSecret" }
local WRITE_SECRET = { "secretsmanager:PutSecretValue" }

--- The ARN of a credential's secret as a resource of a statement: all secrets of the service, with a warning, while it
--- is known only at deployment.
function identity.secret_arn(scope, secret_arn)
  if not engine.is_unresolved(secret_arn) then return secret_arn end
  cdk.Annotations.of(scope):add_warning_v2("aws-cdk-lib.aws-bedrockagentcore:wildcardSecretArnGrant",
    "The ARN of the credential's secret is known only at deployment, so the permission is for all secrets whose name "
    .. "begins with bedrock-agentcore-identity!. To limit it to one, import the provider with the ARN of its secret.")
  return engine.stack_of(scope):format_arn {
    service = "secretsmanager", resource = "secret", resource_name = "bedrock-agentcore-identity!*",
    arn_format = cdk.ArnFormat.COLON_RESOURCE_NAME,
  }
end

--- Gives `class` grant(grantee, ...), grant_read, grant_admin, grant_use and grant_full_access. The row: arn = the
--- field with the ARN; perms = the class that has the actions; parents = the resources above it, use = further ones for
--- whoever uses it; secret = the field with the ARN of its secret, if it has one.
function identity.grants(class, row)
  -- Grants the actions on the object and what is above it; then those on its secret.
  local function grant(self, grantee, actions, resources, secret_actions)
    local stack, arns = engine.stack_of(self), { self[row.arn] }
    for _, resource in ipairs(resources) do
      arns[#arns + 1] = stack:format_arn {
        service = "bedrock-agentcore", resource = resource, arn_format = cdk.ArnFormat.NO_RESOURCE_NAME,
      }
    end
    local first = iam.Grant.add_to_principal { grantee = grantee, actions = actions, resource_arns = arns }
    local secret = row.secret and self[row.secret]
    if not secret_actions or not secret or secret == "" then return first end
    return first:combine(iam.Grant.add_to_principal {
      grantee = grantee, actions = secret_actions, resource_arns = { identity.secret_arn(self, secret) },
    })
  end

  local function actions_of(name) return require("aws_cdk.aws_bedrockagentcore")[row.perms][name] end
  local users = l2.concat(row.parents, row.use or {})

  function class:grant(grantee, ...) return grant(self, grantee, { ... }, row.parents) end

  function class:grant_read(grantee)
    return grant(self, grantee, l2.concat(actions_of "READ_PERMS", actions_of "LIST_PERMS"), row.parents)
  end

  function class:grant_admin(grantee)
    return grant(self, grantee, actions_of "ADMIN_PERMS", row.parents, WRITE_SECRET)
  end

  function class:grant_use(grantee) return grant(self, grantee, actions_of "USE_PERMS", users, READ_SECRET) end

  function class:grant_full_access(grantee)
    return grant(self, grantee, actions_of "FULL_ACCESS_PERMS", users, l2.concat(READ_SECRET, WRITE_SECRET))
  end
end

--- The class of the imported ones of `class`, with the grants of `row` and the attributes `fields`.
function identity.imported(class, row, fields)
  local Imported = l2.imported(class, cdk.Resource)
  identity.grants(Imported, row)

  function Imported:init(scope, id, attrs)
    cdk.Resource.init(self, scope, id)
    self.grant_principal = iam.UnknownPrincipal { resource = self }
    for _, field in ipairs(fields) do self[field] = attrs[field] end
  end

  return Imported
end

--- Resources for whoever uses a credential, besides those of the vault.
identity.WORKLOADS = {
  "workload-identity-directory/default", "workload-identity-directory/default/workload-identity/*",
}

--- The names of credential providers, as own_name needs it.
identity.PROVIDER_NAME = {
  longest = 128, pattern = "^[a-zA-Z0-9\\-_]+$", said = "have only letters, digits, hyphens and underscores",
}

--- What a gateway's target needs to know of an imported provider. Fails if it does not know its secret.
function identity.binding(self, field)
  local secret = self[field]
  if secret == nil or secret == "" then
    engine.fail(self, "the imported provider has no %s; -> import it with that", field)
  end
  return { provider_arn = self.credential_provider_arn, secret_arn = secret }
end

return identity
