--- Bases of data sources, which GraphQL APIs and event APIs have each for itself.
local engine = require "luacdk.engine"
local l2 = require "aws_cdk.l2"
local appsync = require "aws_cdk.aws_appsync"
local constructs = require "constructs"
local iam = require "aws_cdk.aws_iam"
local kinds = require "aws_cdk.aws_appsync.private.data_source_kinds"
local parts = require "aws_cdk.aws_appsync.private.api_parts"

-- Names consist of letters, digits and underscores.
local function supported(name) return engine.is_unresolved(name) and name or (name:gsub("[^%w_]+", "")) end

--- The base and the backed base, and a maker of classes. Row: prefix of the class names; resource = the field with the
--- L1 data source; api_id(api), whole(scope, api).
return function(row)
  local function full_name(name) return "aws_cdk.aws_appsync." .. row.prefix .. name end

  local Base = engine.class(full_name "BaseDataSource", constructs.Construct)

  --- Arguments: scope, id, props, and the L1 properties of what is behind it.
  function Base:init(scope, id, props, extended)
    constructs.Construct.init(self, scope, id)
    if extended.type ~= "NONE" then
      self._service_role = props.service_role or iam.Role(self, "ServiceRole", { assumed_by = parts.principal() })
    end
    local all = l2.with({
      api_id = row.api_id(props.api),
      name = supported(props.name or id),
      description = props.description,
      service_role_arn = self._service_role and self._service_role.role_arn,
      metrics_config = props.metrics_config,
    }, extended)
    self[row.resource] = appsync.CfnDataSource(self, "Resource", all)
    self.name = all.name
    self._given_api = props.api
  end

  Base.get._api = function(self) return row.whole(self, self._given_api) end

  local Backed = engine.class(full_name "BackedDataSource", Base)

  --- Arguments: as those of its base.
  function Backed:init(scope, id, props, extended)
    Base.init(self, scope, id, props, extended)
    self.grant_principal = self._service_role
  end

  --- A class of data sources of that kind.
  local function class(name, kind)
    local made = engine.class(full_name(name), Backed)
    local what = kinds[kind]

    --- Arguments: scope, id, and the props of the class.
    function made:init(scope, id, props)
      -- Values known later ask for the construct, which is one before its base has seen it.
      local extended = what.config(self, props)
      extended.type = what.type
      Backed.init(self, scope, id, props, extended)
      what.grant(self, props)
    end

    return made
  end

  return Base, Backed, class
end
