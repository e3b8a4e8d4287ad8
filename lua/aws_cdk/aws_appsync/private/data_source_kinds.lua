--- What data sources of each kind say of what is behind them, and what AppSync may do there: for GraphQL APIs and event
--- APIs alike. Each kind: type, config(self, props) → L1 properties, grant(self, props).
local engine = require "luacdk.engine"
local iam = require "aws_cdk.aws_iam"

local RDS_ACTIONS = {
  "rds-data:DeleteItems", "rds-data:ExecuteSql", "rds-data:GetItems", "rds-data:InsertItems", "rds-data:UpdateItems",
}

local function cluster_arn(self, cluster)
  return engine.stack_of(self):format_arn { service = "rds", resource = "cluster:" .. cluster.cluster_identifier }
end

local function search_config(props)
  return { aws_region = props.domain.env.region, endpoint = "https://" .. props.domain.domain_endpoint }
end

local function grant_search(self, props) props.domain:grant_read_write(self) end

return {
  dynamo_db = {
    type = "AMAZON_DYNAMODB",
    config = function(_, props)
      return {
        dynamo_db_config = {
          table_name = props.table.table_name, aws_region = props.table.env.region,
          use_caller_credentials = props.use_caller_credentials,
        },
      }
    end,
    grant = function(self, props)
      if props.read_only_access then props.table:grant_read_data(self) else props.table:grant_read_write_data(self) end
    end,
  },

  http = {
    type = "HTTP",
    config = function(_, props)
      return {
        http_config = {
          endpoint = props.endpoint,
          authorization_config = props.authorization_config
            and { authorization_type = "AWS_IAM", aws_iam_config = props.authorization_config },
        },
      }
    end,
    grant = function() end,
  },

  event_bridge = {
    type = "AMAZON_EVENTBRIDGE",
    config = function(_, props) return { event_bridge_config = { event_bus_arn = props.event_bus.event_bus_arn } } end,
    grant = function(self, props) props.event_bus:grant_put_events_to(self) end,
  },

  lambda = {
    type = "AWS_LAMBDA",
    config = function(_, props)
      return { lambda_config = { lambda_function_arn = props.lambda_function.function_arn } }
    end,
    grant = function(self, props) props.lambda_function:grant_invoke(self) end,
  },

  rds = {
    type = "RELATIONAL_DATABASE",
    config = function(self, props)
      local cluster = props.serverless_cluster
      return {
        relational_database_config = {
          rds_http_endpoint_config = {
            aws_region = cluster.env.region,
            db_cluster_identifier = engine.lazy(function() return cluster_arn(self, cluster) end, { kind = "string" }),
            aws_secret_store_arn = props.secret_store.secret_arn,
            database_name = props.database_name,
          },
          relational_database_source_type = "RDS_HTTP_ENDPOINT",
        },
      }
    end,
    grant = function(self, props)
      local arn = cluster_arn(self, props.serverless_cluster)
      props.secret_store:grant_read(self)
      props.serverless_cluster:grant_data_api_access(self)
      iam.Grant.add_to_principal { grantee = self, actions = RDS_ACTIONS, resource_arns = { arn, arn .. ":*" } }
    end,
  },

  elasticsearch = {
    type = "AMAZON_ELASTICSEARCH",
    config = function(_, props) return { elasticsearch_config = search_config(props) } end,
    grant = grant_search,
  },

  open_search = {
    type = "AMAZON_OPENSEARCH_SERVICE",
    config = function(_, props) return { open_search_service_config = search_config(props) } end,
    grant = grant_search,
  },
}
