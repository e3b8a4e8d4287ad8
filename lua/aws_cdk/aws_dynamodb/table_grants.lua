-- Permissions one can give on a table, L2 or L1.
local engine = require "luacdk.engine"
local iam = require "aws_cdk.aws_iam"
local cdk = require "aws_cdk"
local grantee = require "aws_cdk.aws_dynamodb.private.grantee"
local l2 = require "aws_cdk.l2"
local perms = require "aws_cdk.aws_dynamodb.private.perms"

local TableGrants = engine.class "aws_cdk.aws_dynamodb.TableGrants"

local REPLICATION_SERVICE = "replication.dynamodb.amazonaws.com"

local function has_index(self)
  if self._has_index ~= nil then return self._has_index end
  local of = self._table
  return engine.has(of, "_has_index") and of._has_index or false
end

-- The table, its replicas, and their indices where there are any when the template is written.
local function arns_of(self, regions)
  local ref, stack = self._table.table_ref, engine.stack_of(self._table)
  local arns = { ref.table_arn }
  for _, region in ipairs(regions or {}) do
    arns[#arns + 1] = stack:format_arn {
      service = "dynamodb", region = region, resource = "table", resource_name = ref.table_name,
    }
  end
  for i = 1, #arns do
    local arn = arns[i]
    arns[#arns + 1] = engine.lazy(function() return has_index(self) and arn .. "/index/*" or nil end,
      { kind = "string" })
  end
  return arns
end

--- Argument: TableGrantsProps: table (required), regions, has_index, encrypted_resource, policy_resource.
function TableGrants:init(props)
  self._table, self._has_index = props.table, props.has_index
  self._encrypted = props.encrypted_resource or iam.EncryptedResources.of(props.table)
  self._policy = props.policy_resource or iam.ResourceWithPolicies.of(props.table)
  self._arns = arns_of(self, props.regions)
end

--- The grants of a table, of its replicas in `regions` and, unless `has_index` is false, of its indices.
function TableGrants.from_table(of, regions, has)
  return TableGrants { table = of, regions = regions, has_index = has }
end

local function give(self, identity, actions)
  grantee.check(self._table, identity)
  local options = { grantee = identity, actions = actions, resource_arns = self._arns }
  if not self._policy then return iam.Grant.add_to_principal(options) end
  options.resource, options.resource_self_arns = self._policy, { "*" }
  return iam.Grant.add_to_principal_or_resource(options)
end

local function give_key(self, identity, ...)
  if self._encrypted then self._encrypted:grant_on_key(identity, table.unpack(l2.concat(...))) end
end

local function by_principal(self, identity)
  return iam.Grant.add_to_principal {
    grantee = identity, actions = perms.READ_BY_PRINCIPAL, resource_arns = self._arns,
  }
end

--- Lets the grantee perform the actions named after it.
function TableGrants:actions(identity, ...) return give(self, identity, { ... }) end

--- Lets the grantee read items.
function TableGrants:read_data(identity)
  give_key(self, identity, perms.KEY_READ)
  return give(self, identity, l2.concat(perms.READ, perms.DESCRIBE)):combine(by_principal(self, identity))
end

--- Lets the grantee write items.
function TableGrants:write_data(identity)
  local result = give(self, identity, l2.concat(perms.WRITE, perms.DESCRIBE))
  give_key(self, identity, perms.KEY_READ, perms.KEY_WRITE)
  return result
end

--- Lets the grantee read and write items.
function TableGrants:read_write_data(identity)
  local result = give(self, identity, l2.concat(perms.READ, perms.WRITE, perms.DESCRIBE))
  give_key(self, identity, perms.KEY_READ, perms.KEY_WRITE)
  return result:combine(by_principal(self, identity))
end

--- Lets the grantee do everything with the table.
function TableGrants:full_access(identity)
  local result = give(self, identity, perms.ALL)
  give_key(self, identity, perms.KEY_READ, perms.KEY_WRITE)
  return result
end

-- ---- replicas in other accounts -------------------------------------------------------------------------------------

local function account_of(self, arn)
  if not self._policy then
    engine.fail(self._table, "replication between accounts needs a table that takes a resource policy")
  end
  local account = engine.stack_of(self._table):split_arn(arn, cdk.ArnFormat.SLASH_RESOURCE_NAME).account
  if not account or account == "" then
    engine.fail(self._table, "the table ARN %s must name an account", engine.display(arn))
  end
  return account
end

-- The service replicates, on behalf of both accounts.
local function allow_replication(self, sid, account)
  local service = iam.ServicePrincipal(REPLICATION_SERVICE)
  self._policy:add_to_resource_policy(iam.PolicyStatement {
    sid = sid, actions = perms.REPLICATE, resources = { "*" }, principals = { service },
    conditions = { StringEquals = { ["aws:SourceAccount"] = { engine.stack_of(self._table).account, account } } },
  })
  give_key(self, iam.ServicePrincipal(REPLICATION_SERVICE), perms.KEY_READ, perms.KEY_WRITE)
end

--- Lets the replica of another account with this ARN replicate the table.
function TableGrants:multi_account_replication_to(destination_replica_arn)
  local account = account_of(self, destination_replica_arn)
  self._policy:add_to_resource_policy(iam.PolicyStatement {
    sid = "AllowMultiAccountReplicaAssociation" .. account, actions = perms.ASSOCIATE, resources = { "*" },
    principals = { iam.AccountPrincipal(account) },
  })
  allow_replication(self, "AllowReplicationServiceReadWrite" .. account, account)
end

--- Lets the table be a replica of the one of another account with this ARN.
function TableGrants:multi_account_replication_from(source_replica_arn)
  allow_replication(self, "AllowReplicationService", account_of(self, source_replica_arn))
end

return { TableGrants = TableGrants }
