--- Isolation of tenants from each other within one function.
local engine = require "luacdk.engine"

local TenancyConfig = engine.class("aws_cdk.aws_lambda.TenancyConfig")

function TenancyConfig:init(mode) self.tenancy_config_property = { tenant_isolation_mode = mode } end

return { TenancyConfig = TenancyConfig }
