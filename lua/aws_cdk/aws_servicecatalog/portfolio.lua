--- Portfolios: products, who may launch them, and how.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local associate_tag_options = require "aws_cdk.aws_servicecatalog.private.tag_option_associations"
local constraints = require "aws_cdk.aws_servicecatalog.private.constraints"
local hash_values = require "aws_cdk.aws_servicecatalog.private.hash_values"
local iam = require "aws_cdk.aws_iam"
local l2 = require "aws_cdk.l2"
local mutating_priority = require "aws_cdk.private.mutating_priority"
local servicecatalog = require "aws_cdk.aws_servicecatalog"

local PROPS <const> = "aws_servicecatalog.CfnPortfolioProps."
local ARN = { "portfolio_arn", service = "catalog", resource = "portfolio" }

local PortfolioBase = engine.class("aws_cdk.aws_servicecatalog.PortfolioBase", cdk.Resource)

function PortfolioBase:init(...)
  cdk.Resource.init(self, ...)
  self._principals, self._shared_accounts = {}, {}
  self._asset_buckets, self._known_buckets = {}, {}
end

-- Principals are told apart by their ARNs; the same one is added once.
local function give_access(self, arn, principal)
  local text = tostring(arn)
  if self._principals[text] then return end
  servicecatalog.CfnPortfolioPrincipalAssociation(self,
    "PortolioPrincipalAssociation" .. self:_generate_unique_hash(principal.node.addr), {
      portfolio_id = self.portfolio_id, principal_arn = arn, principal_type = "IAM",
    })
  self._principals[text] = true
end

--- Lets a role launch the products.
function PortfolioBase:give_access_to_role(role) give_access(self, role.role_arn, role) end

--- Lets a user launch the products.
function PortfolioBase:give_access_to_user(user) give_access(self, user.user_arn, user) end

--- Lets a group launch the products.
function PortfolioBase:give_access_to_group(group) give_access(self, group.group_arn, group) end

--- Adds a product, unless it is there already.
function PortfolioBase:add_product(product)
  for _, bucket in ipairs(product.asset_buckets or {}) do
    if not self._known_buckets[bucket] then
      self._known_buckets[bucket] = true
      table.insert(self._asset_buckets, bucket)
    end
  end
  constraints.associate(self, product)
end

--- Shares the portfolio with another account. Options: message_language, share_tag_options.
function PortfolioBase:share_with_account(account_id, options)
  options = options or {}
  table.insert(self._shared_accounts, account_id)
  servicecatalog.CfnPortfolioShare(self, "PortfolioShare" .. self:_generate_unique_hash(account_id), {
    portfolio_id = self.portfolio_id, account_id = account_id, share_tag_options = options.share_tag_options,
    accept_language = options.message_language,
  })
end

--- Associates the portfolio with tag options.
function PortfolioBase:associate_tag_options(tag_options)
  associate_tag_options(self, self.portfolio_id, tag_options)
end

--- Says whether users may change the tags of what they made of a product. Options: allow (true), description,
--- message_language. Fails if that was said already.
function PortfolioBase:constrain_tag_updates(product, options) constraints.tag_updates(self, product, options or {}) end

--- Notifies a topic of what happens to the stacks of a product. Options: description, message_language. Fails if it
--- does already.
function PortfolioBase:notify_on_stack_events(product, topic, options)
  constraints.notifications(self, product, topic, options or {})
end

--- Adds a rule for the parameters with which a product is launched. Options: rule (required), description,
--- message_language. Fails if there is a rule of that name.
function PortfolioBase:constrain_cloud_formation_parameters(product, options)
  constraints.parameters(self, product, options)
end

--- Sets the role with which a product is launched. Options: description, message_language. Fails if it has one, or is
--- deployed with stack sets.
function PortfolioBase:set_launch_role(product, launch_role, options)
  constraints.launch_role(self, product, options or {}, { role_arn = launch_role.role_ref.role_arn })
end

--- Makes the role with which a product is launched, which must have this name in all accounts that the portfolio is
--- shared with. Returns the role of this account. Fails as set_launch_role.
function PortfolioBase:set_local_launch_role_name(product, launch_role_name, options)
  local role = iam.Role(self, "LaunchRole" .. launch_role_name, {
    role_name = launch_role_name, assumed_by = iam.ServicePrincipal "servicecatalog.amazonaws.com",
  })
  constraints.launch_role(self, product, options or {}, { local_role_name = role.role_name })
  return role
end

--- Sets the role with which a product is launched, by its name, so that it can be another one in each account. Fails if
--- its name is not a literal, and as set_launch_role.
function PortfolioBase:set_local_launch_role(product, launch_role, options)
  local resource = launch_role.node.default_child
  if resource and (resource.role_name == nil or engine.is_unresolved(resource.role_name)) then
    engine.fail(self, "the local launch role %s must have a role_name that is a literal string", launch_role.node.path)
  end
  constraints.launch_role(self, product, options or {}, { local_role_name = launch_role.role_name })
end

--- Deploys a product into accounts and regions. Options: accounts, regions, admin_role, execution_role_name
--- (required), allow_stack_set_instance_operations, description, message_language. Fails if it does so already, or the
--- product has a launch role.
function PortfolioBase:deploy_with_stack_sets(product, options) constraints.stack_sets(self, product, options) end

--- Lets the accounts that the portfolio is shared with read the buckets of its products' assets.
function PortfolioBase:_add_bucket_permissions_to_shared_accounts()
  if #self._shared_accounts == 0 then return end
  for _, bucket in ipairs(self._asset_buckets) do
    local accounts = {}
    for i, account in ipairs(self._shared_accounts) do accounts[i] = iam.AccountPrincipal(account) end
    bucket:grant_read(iam.CompositePrincipal(table.unpack(accounts)))
  end
end

local Portfolio = engine.class("aws_cdk.aws_servicecatalog.Portfolio", PortfolioBase)

--- Arguments: scope, id, PortfolioProps: display_name, provider_name (required).
function Portfolio:init(scope, id, props)
  PortfolioBase.init(self, scope, id)
  for _, name in ipairs { "display_name", "provider_name", "description" } do
    l2.within(self, PROPS .. name, props[name])
  end
  self._resource = servicecatalog.CfnPortfolio(self, "Resource", {
    display_name = props.display_name, provider_name = props.provider_name, description = props.description,
    accept_language = props.message_language,
  })
  self.portfolio_id = self._resource.ref
  self.portfolio_arn = engine.stack_of(self):format_arn {
    service = ARN.service, resource = ARN.resource, resource_name = self.portfolio_id,
  }
  if props.tag_options then self:associate_tag_options(props.tag_options) end
  cdk.Aspects.of(self):add({
    visit = function(_, construct)
      if rawequal(construct, self) then self:_add_bucket_permissions_to_shared_accounts() end
    end,
  }, { priority = mutating_priority(self) })
end

--- What distinguishes the constructs below the portfolio that are made for a value.
function Portfolio:_generate_unique_hash(value)
  return hash_values(cdk.Names.node_unique_id(self._resource.node), value)
end

local Imported = l2.imports(Portfolio, PortfolioBase, { arn = ARN, name = { "portfolio_id" }, strict = true })

function Imported:_generate_unique_hash(value) return hash_values(self.portfolio_arn, value) end

return { Portfolio = Portfolio }
