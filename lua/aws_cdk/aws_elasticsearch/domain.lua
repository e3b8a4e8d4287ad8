--- Domains of Elasticsearch. Deprecated: use those of aws_opensearchservice, which have the same attributes, such as
--- domain_endpoint and master_user_password.
local checks = require "aws_cdk.aws_opensearchservice.private.checks"
local elasticsearch = require "aws_cdk.aws_elasticsearch"
local search_domain = require "aws_cdk.aws_opensearchservice.private.search_domain"

local ROW = {
  suffix = ".elasticsearch",
  no_ebs = { "i3", "r6gd" },
  cognito = "cognito_kibana_auth",
  default_tls = elasticsearch.TLSSecurityPolicy.TLS_1_0,
  policy_id = "ESAccessPolicy", policy_type = "Custom::ElasticsearchAccessPolicy",
  policy_call = {
    service = "ES", action = "updateElasticsearchDomainConfig",
    output_paths = { "DomainConfig.ElasticsearchClusterConfig.AccessPolicies" },
  },
}

function ROW.version(self, text) return checks.version_number(self, text), true end

function ROW.complete(self, props, _, properties, cluster)
  local cognito = props.cognito_kibana_auth or {}
  properties.elasticsearch_version = props.version.version
  properties.elasticsearch_cluster_config = cluster
  properties.cognito_options = {
    enabled = props.cognito_kibana_auth ~= nil, identity_pool_id = cognito.identity_pool_id,
    role_arn = cognito.role and cognito.role.role_arn, user_pool_id = cognito.user_pool_id,
  }
  return elasticsearch.CfnDomain(self, "Resource", properties)
end

return { Domain = search_domain("aws_cdk.aws_elasticsearch.Domain", ROW) }
