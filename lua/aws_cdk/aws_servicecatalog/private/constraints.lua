-- Products in portfolios, and what users of a product in a portfolio may do.
local assembly = require "luacdk.assembly"
local engine = require "luacdk.engine"
local hash_values = require "aws_cdk.aws_servicecatalog.private.hash_values"
local l2 = require "aws_cdk.l2"
local servicecatalog = require "aws_cdk.aws_servicecatalog"

local MAX_DESCRIPTION <const> = 2000

local M = {}

local function launch_role_id(key) return "LaunchRoleConstraint" .. key end
local function stack_set_id(key) return "StackSetConstraint" .. key end

local function fail(portfolio, product, text, ...)
  engine.fail(portfolio, "product %s of this portfolio " .. text, product.node.path, ...)
end

--- Adds the product to the portfolio, once. Returns the association and what distinguishes it.
function M.associate(portfolio, product, options)
  l2.check_length(portfolio, "description", options and options.description, 0, MAX_DESCRIPTION)
  local key = hash_values(portfolio.node.addr, product.node.addr, product.stack.node.addr)
  local id = "PortfolioProductAssociation" .. key
  local association = portfolio.node:try_find_child(id)
    or servicecatalog.CfnPortfolioProductAssociation(portfolio, id, {
      portfolio_id = portfolio.portfolio_id, product_id = product.product_id,
    })
  return association, key
end

-- Adds a constraint that waits for the association; `taken` says what is wrong if there is one with that id.
local function constrain(class, portfolio, product, association, id, options, props, taken, ...)
  if portfolio.node:try_find_child(id) then fail(portfolio, product, taken, ...) end
  props.accept_language, props.portfolio_id = options.message_language, portfolio.portfolio_id
  props.product_id = product.product_id
  if props.description == nil then props.description = options.description end
  servicecatalog[class](portfolio, id, props):add_resource_dependency(association)
end

--- Whether users may change the tags of what they made of the product.
function M.tag_updates(portfolio, product, options)
  local association, key = M.associate(portfolio, product, options)
  constrain("CfnResourceUpdateConstraint", portfolio, product, association, "ResourceUpdateConstraint" .. key, options,
    { tag_update_on_provisioned_product = options.allow == false and "NOT_ALLOWED" or "ALLOWED" },
    "already has a constraint on updates of tags")
end

--- Has CloudFormation tell the topic of what happens to stacks of the product.
function M.notifications(portfolio, product, topic, options)
  local association, key = M.associate(portfolio, product, options)
  constrain("CfnLaunchNotificationConstraint", portfolio, product, association,
    "LaunchNotificationConstraint" .. hash_values(topic.node.addr, topic.stack.node.addr, key), options,
    { notification_arns = { topic.topic_arn } }, "already notifies the topic %s", topic.node.path)
end

-- JSON, in which tokens are parts of texts; only those of the conditions are functions there.
local function rules_text(stack, rule)
  local assertions = engine.list {}
  for i, one in ipairs(rule.assertions) do
    local description = one.description
    assertions[i] = engine.ordered(
      "Assert", stack:resolve(one.assert), "AssertDescription", description and tostring(description))
  end
  return assembly.print_json(engine.ordered(tostring(rule.rule_name), engine.ordered(
    "Assertions", assertions, "RuleCondition", rule.condition and stack:resolve(rule.condition))))
end

--- A rule for the parameters with which the product is launched.
function M.parameters(portfolio, product, options)
  local rule = options.rule
  local association, key = M.associate(portfolio, product, options)
  constrain("CfnLaunchTemplateConstraint", portfolio, product, association,
    "LaunchTemplateConstraint" .. hash_values(key, rule.rule_name), options,
    { rules = rules_text(portfolio.stack, rule) }, "already has the rule %s", engine.display(rule.rule_name))
end

--- The role with which the product is launched. Role: { role_arn = } or { local_role_name = }.
function M.launch_role(portfolio, product, options, role)
  local association, key = M.associate(portfolio, product, options)
  if portfolio.node:try_find_child(stack_set_id(key)) then
    fail(portfolio, product, "is deployed with stack sets and cannot have a launch role")
  end
  constrain("CfnLaunchRoleConstraint", portfolio, product, association, launch_role_id(key), options, role,
    "already has a launch role")
end

--- Deploys the product into accounts and regions.
function M.stack_sets(portfolio, product, options)
  local association, key = M.associate(portfolio, product, options)
  if portfolio.node:try_find_child(launch_role_id(key)) then
    fail(portfolio, product, "has a launch role and cannot be deployed with stack sets")
  end
  constrain("CfnStackSetConstraint", portfolio, product, association, stack_set_id(key), options, {
    description = options.description or "", account_list = options.accounts, region_list = options.regions,
    admin_role = options.admin_role.role_ref.role_arn, execution_role = options.execution_role_name,
    stack_instance_control = options.allow_stack_set_instance_operations and "ALLOWED" or "NOT_ALLOWED",
  }, "is already deployed with stack sets")
end

return M
