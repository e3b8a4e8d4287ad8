--- What CloudFormation actions may do: statements of one role, one for each set of actions, to which every further
--- action adds its resources.
local engine = require "luacdk.engine"
local iam = require "aws_cdk.aws_iam"

local ID = "8389e75f-0810-4838-bf64-d6f85a95cf83"

-- All lists are sorted, as the library writes them.
local EXECUTE = {
  "cloudformation:DescribeChangeSet", "cloudformation:DescribeStackEvents", "cloudformation:DescribeStacks",
  "cloudformation:ExecuteChangeSet",
}
local REPLACE = {
  "cloudformation:CreateChangeSet", "cloudformation:DeleteChangeSet", "cloudformation:DescribeChangeSet",
  "cloudformation:DescribeStacks",
}
local CREATE_OR_UPDATE = {
  "cloudformation:CreateStack", "cloudformation:DescribeStack*", "cloudformation:GetStackPolicy",
  "cloudformation:GetTemplate*", "cloudformation:SetStackPolicy", "cloudformation:UpdateStack",
  "cloudformation:ValidateTemplate",
}
local CREATE_UPDATE_OR_DELETE = {
  "cloudformation:CreateStack", "cloudformation:DeleteStack", "cloudformation:DescribeStack*",
  "cloudformation:GetStackPolicy", "cloudformation:GetTemplate*", "cloudformation:SetStackPolicy",
  "cloudformation:UpdateStack", "cloudformation:ValidateTemplate",
}
local STACK_SETS = {
  "cloudformation:CreateStackInstances", "cloudformation:CreateStackSet", "cloudformation:DescribeStackSet",
  "cloudformation:DescribeStackSetOperation", "cloudformation:ListStackInstances", "cloudformation:UpdateStackSet",
}
local DELETE = { "cloudformation:DeleteStack", "cloudformation:DescribeStack*" }
local PASS_ROLE = { "iam:PassRole" }

local SingletonPolicy = engine.class("aws_cdk.aws_codepipeline_actions.SingletonPolicy", engine.Construct)

function SingletonPolicy:init(role)
  engine.Construct.init(self, role, ID)
  self.role, self.grant_principal = role, role
  self._statements = {}
end

--- The one of a role.
function SingletonPolicy.for_role(role) return role.node:try_find_child(ID) or SingletonPolicy(role) end

-- The statement for the actions on change sets of one name.
local function statement_for(self, actions, change_set_name)
  local key = table.concat(actions, " ") .. " " .. (change_set_name ~= nil and tostring(change_set_name) or "")
  local statement = self._statements[key]
  if not statement then
    statement = iam.PolicyStatement { actions = actions }
    if change_set_name ~= nil then
      statement:add_conditions { StringEqualsIfExists = { ["cloudformation:ChangeSetName"] = change_set_name } }
    end
    self._statements[key] = statement
    self.role:add_to_principal_policy(statement)
  end
  return statement
end

local function arn(self, region, resource, name)
  return engine.stack_of(self):format_arn {
    region = region, service = "cloudformation", resource = resource, resource_name = name,
  }
end

local function stack_arn(self, props) return arn(self, props.region, "stack", props.stack_name .. "/*") end

function SingletonPolicy:allow_execute(props)
  statement_for(self, EXECUTE, props.change_set_name):add_resources(stack_arn(self, props))
end

function SingletonPolicy:allow_replace(props)
  statement_for(self, REPLACE, props.change_set_name):add_resources(stack_arn(self, props))
end

function SingletonPolicy:allow_create_or_update(props)
  local actions = props.replace_on_failure and CREATE_UPDATE_OR_DELETE or CREATE_OR_UPDATE
  statement_for(self, actions):add_resources(stack_arn(self, props))
end

function SingletonPolicy:allow_delete(props) statement_for(self, DELETE):add_resources(stack_arn(self, props)) end

function SingletonPolicy:allow_stack_set(props)
  statement_for(self, STACK_SETS):add_resources(arn(self, nil, "stackset", props.stack_set_name .. ":*"))
end

function SingletonPolicy:allow_pass(role) statement_for(self, PASS_ROLE):add_resources(role.role_arn) end

--- Capabilities as an action has them: nil for none.
function SingletonPolicy.capabilities(list)
  if not list or #list == 0 or #list == 1 and list[1] == "" then return nil end
  return table.concat(list, ",")
end

return SingletonPolicy
