--- Ids of what is given as a construct or as a reference to one.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"

local M = {}

-- The part of an ARN between slashes, counted from 0.
local function part(arn, place) return cdk.Fn.select(place, cdk.Fn.split("/", arn)) end

local function is_graphql_api(api) return engine.has(api, "api_id") and engine.has(api, "add_none_data_source") end

local function is_event_api(api)
  return engine.has(api, "api_id") and engine.has(api, "api_arn") and engine.has(api, "add_dynamo_db_data_source")
end

--- The id of a GraphQL API, L2 or L1.
function M.graphql_api_id(api)
  return is_graphql_api(api) and api.api_id or part(api.graph_ql_api_ref.graph_ql_api_arn, 1)
end

--- The id of an event API, L2 or L1.
function M.event_api_id(api) return is_event_api(api) and api.api_id or part(api.api_ref.api_arn, 1) end

--- The id of a function, L2 or L1.
function M.function_id(fn)
  return engine.has(fn, "function_id") and fn.function_id or M.id_of_arn(fn.function_configuration_ref.function_arn)
end

--- The id at the end of the ARN of what belongs to an API.
function M.id_of_arn(arn) return part(arn, 3) end

--- The API, which must be one that takes resolvers and functions.
function M.whole_graphql_api(scope, api)
  if not is_graphql_api(api) then
    engine.fail(scope, "the api must be a GraphqlApi, made here or imported, to add to it; got %s", engine.display(api))
  end
  return api
end

--- The API, which must be one that takes data sources.
function M.whole_event_api(scope, api)
  if not is_event_api(api) then
    engine.fail(scope, "the api must be an EventApi, made here or imported, to add to it; got %s", engine.display(api))
  end
  return api
end

return M
