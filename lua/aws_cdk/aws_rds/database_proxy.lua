--- Proxies, which share connections to a database between many clients.
local cdk = require "aws_cdk"
local cx_api = require "aws_cdk.cx_api"
local ec2 = require "aws_cdk.aws_ec2"
local engine = require "luacdk.engine"
local iam = require "aws_cdk.aws_iam"
local l2 = require "aws_cdk.l2"
local rds = require "aws_cdk.aws_rds"
local secretsmanager = require "aws_cdk.aws_secretsmanager"

local fail = engine.fail

local LONGEST_NAME = 60
-- The engine family that each way to log in is for; other ways are for several.
local FAMILY_OF_AUTH_TYPE = {
  MYSQL_NATIVE_PASSWORD = "MYSQL", POSTGRES_SCRAM_SHA_256 = "POSTGRESQL", POSTGRES_MD5 = "POSTGRESQL",
  SQL_SERVER_AUTHENTICATION = "SQLSERVER",
}

-- ---- what own and imported proxies have in common -------------------------------------------------------------------

local DatabaseProxyBase = engine.class("aws_cdk.aws_rds.DatabaseProxyBase", cdk.Resource)

--- Lets the grantee log in by IAM as a user of the database.
function DatabaseProxyBase:grant_connect(grantee, db_user)
  if not db_user or db_user == "" then
    fail(self, "grant_connect of an imported proxy needs the user of the database as its second argument")
  end
  local stack = engine.stack_of(self)
  local id = stack:split_arn(self.db_proxy_arn, cdk.ArnFormat.COLON_RESOURCE_NAME).resource_name
  return iam.Grant.add_to_principal {
    grantee = grantee, actions = { "rds-db:connect" },
    resource_arns = { stack:format_arn {
      service = "rds-db", resource = "dbuser", resource_name = id .. "/" .. db_user,
      arn_format = cdk.ArnFormat.COLON_RESOURCE_NAME,
    } },
  }
end

-- ---- proxies --------------------------------------------------------------------------------------------------------

local DatabaseProxy = engine.class("aws_cdk.aws_rds.DatabaseProxy", DatabaseProxyBase)

local function check(self, props, family)
  local scheme, type = props.default_auth_scheme, props.client_password_auth_type
  if (not scheme or scheme == "NONE") and #(props.secrets or {}) == 0 then
    fail(self, "a proxy needs secrets, or DefaultAuthScheme.IAM_AUTH as default_auth_scheme")
  end
  local wanted = type and FAMILY_OF_AUTH_TYPE[type]
  if wanted and wanted ~= family then
    fail(self, "ClientPasswordAuthType.%s is for %s, but the database is one of %s", type, wanted, family)
  end
end

local function auth(props)
  if not props.secrets then return nil end
  local list = engine.list {}
  for i, secret in ipairs(props.secrets) do
    list[i] = {
      auth_scheme = "SECRETS", client_password_auth_type = props.client_password_auth_type,
      iam_auth = props.iam_auth and "REQUIRED" or "DISABLED", secret_arn = secret.secret_arn,
    }
  end
  return list
end

local function role_of(self, props)
  local role = props.role or iam.Role(self, "IAMRole", { assumed_by = iam.ServicePrincipal "rds.amazonaws.com" })
  for _, secret in ipairs(props.secrets or {}) do
    secret:grant_read(role)
    if secret.encryption_key then secret.encryption_key:grant_decrypt(role) end
  end
  return role
end

-- The targets exist only once the instances of the cluster do.
local function wait_for_cluster(targets, cluster)
  local function wait(resource)
    if resource and engine.is_a(resource, rds.CfnDBInstance) then targets:add_resource_dependency(resource) end
  end
  for _, child in ipairs(cluster.node.children) do
    wait(child)
    wait(child.node.default_child)
  end
  local resource = cluster.node.default_child
  if resource and cdk.CfnResource.is_cfn_resource(resource) then targets:add_resource_dependency(resource) end
end

local function add_targets(self, props, bound)
  local clusters, instances = bound.db_clusters, bound.db_instances
  if clusters and instances then fail(self, "a proxy is for an instance or a cluster, not for both") end
  local borrow = props.borrow_timeout
  local targets = rds.CfnDBProxyTargetGroup(self, "ProxyTargetGroup", {
    target_group_name = "default",
    db_proxy_name = self.db_proxy_name,
    db_instance_identifiers = instances and { instances[1].instance_identifier } or nil,
    db_cluster_identifiers = l2.pluck(clusters, "cluster_identifier"),
    connection_pool_configuration_info = {
      connection_borrow_timeout = borrow and borrow:to_seconds(),
      init_query = props.init_query,
      max_connections_percent = props.max_connections_percent,
      max_idle_connections_percent = props.max_idle_connections_percent,
      session_pinning_filters = l2.pluck(props.session_pinning_filters, "filter_name"),
    },
  })
  for _, cluster in ipairs(clusters or {}) do wait_for_cluster(targets, cluster) end
end

local function name_of(self, id, name)
  if name and name ~= "" then return name end
  if not cdk.FeatureFlags.of(self):is_enabled(cx_api.DATABASE_PROXY_UNIQUE_RESOURCE_NAME) then return id end
  return cdk.Names.unique_resource_name(self, { max_length = LONGEST_NAME })
end

--- Arguments: scope, id, DatabaseProxyProps: proxy_target and vpc (required).
function DatabaseProxy:init(scope, id, props)
  DatabaseProxyBase.init(self, scope, id)
  local name, role, tls = name_of(self, id, props.db_proxy_name), role_of(self, props), props.require_tls
  if tls == nil then tls = true end
  self.connections = ec2.Connections {
    security_groups = props.security_groups or { ec2.SecurityGroup(self, "ProxySecurityGroup", {
      description = "SecurityGroup for Database Proxy", vpc = props.vpc,
    }) },
  }
  local bound = props.proxy_target:bind(self)
  check(self, props, bound.engine_family)
  self._secrets, self._vpc = props.secrets, props.vpc
  local resource = rds.CfnDBProxy(self, "Resource", {
    auth = auth(props),
    db_proxy_name = name,
    debug_logging = props.debug_logging,
    engine_family = bound.engine_family,
    idle_client_timeout = props.idle_client_timeout and props.idle_client_timeout:to_seconds(),
    require_tls = tls,
    role_arn = role.role_arn,
    vpc_security_group_ids = engine.lazy(function()
      return l2.pluck(self.connections.security_groups, "security_group_id")
    end, { kind = "list" }),
    vpc_subnet_ids = props.vpc:select_subnets(props.vpc_subnets).subnet_ids,
    default_auth_scheme = props.default_auth_scheme,
  })
  self.db_proxy_name, self.db_proxy_arn = resource.ref, resource.attr_db_proxy_arn
  self.endpoint = resource.attr_endpoint
  add_targets(self, props, bound)
end

--- Adds an endpoint, for example for reading only: id, DatabaseProxyEndpointOptions. By default in the proxy's VPC.
function DatabaseProxy:add_endpoint(id, options)
  return rds.DatabaseProxyEndpoint(self, id, l2.with({ db_proxy = self, vpc = self._vpc }, options))
end

--- What a secret that is attached to the proxy needs to know.
function DatabaseProxy:as_secret_attachment_target()
  return { target_id = self.db_proxy_name, target_type = secretsmanager.AttachmentTargetType.RDS_DB_PROXY }
end

--- Lets the grantee log in by IAM as a user of the database, by default the one of the only secret.
function DatabaseProxy:grant_connect(grantee, db_user)
  local secrets = self._secrets or {}
  if not db_user or db_user == "" then
    if #secrets ~= 1 then
      fail(self, "grant_connect needs the user of the database as its second argument, as the proxy has %s",
        #secrets == 0 and "no secret" or "several secrets")
    end
    db_user = secrets[1]:secret_value_from_json("username"):unsafe_unwrap()
  end
  return DatabaseProxyBase.grant_connect(self, grantee, db_user)
end

-- ---- imports --------------------------------------------------------------------------------------------------------

local Imported = engine.class("aws_cdk.aws_rds.ImportedDatabaseProxy", DatabaseProxyBase,
  "aws_cdk.aws_rds.IDatabaseProxy")

function Imported:init(scope, id, attrs)
  DatabaseProxyBase.init(self, scope, id)
  self.db_proxy_name, self.db_proxy_arn, self.endpoint = attrs.db_proxy_name, attrs.db_proxy_arn, attrs.endpoint
end

--- A proxy that exists already: DatabaseProxyAttributes.
function DatabaseProxy.from_database_proxy_attributes(scope, id, attrs) return Imported(scope, id, attrs) end

return { DatabaseProxy = DatabaseProxy }
