#!/usr/bin/env luacdk
-- A GraphQL API on a table: users of a pool write notes and read their own. Each field is resolved by a few lines of
-- JavaScript that AppSync runs itself; no function is there to be started.

local here = arg[0]:match "^(.*)/" or "."

local app = cdk.App()
local stack = cdk.Stack(app, "GraphqlApi")

local users = cognito.UserPool(stack, "Users", {
  self_sign_up_enabled = true,
  sign_in_aliases = { email = true },
  removal_policy = cdk.RemovalPolicy.DESTROY,
})
users:add_client("Web", { auth_flows = { user_srp = true } })

local notes = dynamodb.TableV2(stack, "Notes", {
  partition_key = { name = "owner", type = dynamodb.AttributeType.STRING },
  sort_key = { name = "id", type = dynamodb.AttributeType.STRING },
  removal_policy = cdk.RemovalPolicy.DESTROY,
})

local api = appsync.GraphqlApi(stack, "Api", {
  name = "notes",
  definition = appsync.Definition.from_file(here .. "/notes/schema.graphql"),
  authorization_config = {
    default_authorization = {
      authorization_type = appsync.AuthorizationType.USER_POOL, user_pool_config = { user_pool = users },
    },
    additional_authorization_modes = { { authorization_type = appsync.AuthorizationType.IAM } },
  },
  query_depth_limit = 5,
  xray_enabled = true,
})

local source = api:add_dynamo_db_data_source("Notes", notes)
for _, field in ipairs {
  { "Query", "note", "get" }, { "Query", "notes", "list" }, { "Mutation", "write", "write" },
  { "Mutation", "remove", "remove" },
} do
  local type_name, field_name, file = table.unpack(field)
  source:create_resolver(type_name .. "-" .. field_name, {
    type_name = type_name,
    field_name = field_name,
    code = appsync.Code.from_asset(here .. "/notes/" .. file .. ".js"),
    runtime = appsync.FunctionRuntime.JS_1_0_0,
  })
end

-- What is announced on a bus of events becomes a note, too.
events.Rule(stack, "Announced", {
  event_pattern = { source = { "example.announcements" } },
  targets = {
    events_targets.AppSync(api, {
      graph_ql_operation = "mutation Write($text: String!) { write(text: $text) { owner id text written } }",
      variables = events.RuleTargetInput.from_object { text = events.EventField.from_path "$.detail.text" },
    }),
  },
})

cdk.CfnOutput(stack, "Url", { value = api.graphql_url })

app:synth()
