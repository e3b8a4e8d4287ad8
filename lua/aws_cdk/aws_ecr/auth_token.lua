--- Permission to log in to the account's registries, or to the public gallery.
local engine = require "luacdk.engine"
local iam = require "aws_cdk.aws_iam"

local function grant(grantee, ...)
  grantee.grant_principal:add_to_principal_policy(iam.PolicyStatement { actions = { ... }, resources = { "*" } })
end

local AuthorizationToken = engine.class "aws_cdk.aws_ecr.AuthorizationToken"

--- Lets `grantee` get a login token for the private registries of its account.
function AuthorizationToken.grant_read(grantee) grant(grantee, "ecr:GetAuthorizationToken") end

local PublicGalleryAuthorizationToken = engine.class "aws_cdk.aws_ecr.PublicGalleryAuthorizationToken"

--- Lets `grantee` get a login token for the public gallery.
function PublicGalleryAuthorizationToken.grant_read(grantee)
  grant(grantee, "ecr-public:GetAuthorizationToken", "sts:GetServiceBearerToken")
end

return {
  AuthorizationToken = AuthorizationToken,
  PublicGalleryAuthorizationToken = PublicGalleryAuthorizationToken,
}
