--- Registries that builds log in to for images.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local iam = require "aws_cdk.aws_iam"
local l2 = require "aws_cdk.l2"

local DOCKER_HUB = "https://index.docker.io/v1/"

local DockerCredential = engine.class "aws_cdk.pipelines.DockerCredential"

--- Arguments: usages, the list of what the credential is for; everything by default.
function DockerCredential:init(usages) self._usages = usages end

function DockerCredential:_applies_to(usage) return not self._usages or l2.includes(self._usages, usage) end

-- Who reads the credential: the given role, which the grantee assumes, or the grantee.
local function reader_for(self, grantee)
  local role = self._options.assume_role
  if role then
    grantee.grant_principal:add_to_principal_policy(iam.PolicyStatement {
      actions = { "sts:AssumeRole" }, resources = { role.role_arn },
    })
  end
  return role or grantee
end

local function assumed_arn(self)
  local role = self._options.assume_role
  return role and role.role_arn
end

-- ---- registries with a secret ---------------------------------------------------------------------------------------

local External = engine.class("aws_cdk.pipelines.ExternalDockerCredential", DockerCredential)

function External:init(domain, secret, options)
  DockerCredential.init(self, options.usages)
  self._domain, self._secret, self._options = domain, secret, options
end

--- Lets the grantee read the credential for a usage.
function External:grant_read(grantee, usage)
  if self:_applies_to(usage) then self._secret:grant_read(reader_for(self, grantee)) end
end

function External:_config()
  return self._domain, engine.ordered(
    "secretsManagerSecretId", self._secret.secret_arn,
    "secretsUsernameField", self._options.secret_username_field,
    "secretsPasswordField", self._options.secret_password_field,
    "assumeRoleArn", assumed_arn(self))
end

--- Docker Hub. Options: secret_username_field ("username"), secret_password_field ("secret"), assume_role, usages.
function DockerCredential.docker_hub(secret, opts) return External(DOCKER_HUB, secret, opts or {}) end

--- Any other registry, by its domain. Options: as for docker_hub.
function DockerCredential.custom_registry(registry_domain, secret, opts)
  return External(registry_domain, secret, opts or {})
end

-- ---- repositories of ECR --------------------------------------------------------------------------------------------

local Ecr = engine.class("aws_cdk.pipelines.EcrDockerCredential", DockerCredential)

function Ecr:init(repositories, options)
  DockerCredential.init(self, options.usages)
  if #repositories == 0 then engine.fail(nil, "DockerCredential.ecr needs at least one repository") end
  self._repositories, self._options = repositories, options
  self._domain = cdk.Fn.select(0, cdk.Fn.split("/", repositories[1].repository_uri))
end

--- Lets the grantee pull the images for a usage.
function Ecr:grant_read(grantee, usage)
  if not self:_applies_to(usage) then return end
  local reader = reader_for(self, grantee)
  for _, repository in ipairs(self._repositories) do repository:grant_pull(reader) end
end

function Ecr:_config()
  return self._domain, engine.ordered("ecrRepository", true, "assumeRoleArn", assumed_arn(self))
end

--- Repositories of ECR in this account. Options: assume_role, usages.
function DockerCredential.ecr(repositories, opts) return Ecr(repositories, opts or {}) end

return { DockerCredential = DockerCredential }
