--- Credentials with which CodeBuild reads repositories elsewhere. An account has one of each in a region.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local codebuild = require "aws_cdk.aws_codebuild"

local function define(name, server_type, auth_type, secret)
  local class = engine.class("aws_cdk.aws_codebuild." .. name, cdk.Resource)

  --- Arguments: scope, id, props: access_token; of BitBucket username and password, an app password. All are
  --  SecretValues.
  function class:init(scope, id, props)
    cdk.Resource.init(self, scope, id)
    codebuild.CfnSourceCredential(self, "Resource", {
      server_type = server_type,
      auth_type = auth_type,
      username = props.username and props.username:unsafe_unwrap(),
      token = props[secret]:unsafe_unwrap(),
    })
  end

  return class
end

return {
  GitHubSourceCredentials = define("GitHubSourceCredentials", "GITHUB", "PERSONAL_ACCESS_TOKEN", "access_token"),
  GitHubEnterpriseSourceCredentials =
    define("GitHubEnterpriseSourceCredentials", "GITHUB_ENTERPRISE", "PERSONAL_ACCESS_TOKEN", "access_token"),
  BitBucketSourceCredentials = define("BitBucketSourceCredentials", "BITBUCKET", "BASIC_AUTH", "password"),
}
