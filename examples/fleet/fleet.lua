-- The fleet: 3 environments in 4 regions.
--
--   luacdk examples/fleet/fleet.lua                                writes all 12 stacks
--   luacdk examples/fleet/fleet.lua --only env=prod,region=eu-*    the European ones of prod
--   luacdk examples/fleet/fleet.lua --explain-values               where each value comes from
--   luacdk render examples/fleet/fleet.lua --check                 is it still what was committed?
return cdk.matrix {
  template = include "service.lua",
  env = {
    { name = "dev", account = "111111111111" },
    { name = "test", account = "222222222222" },
    { name = "prod", account = "333333333333" },
  },
  region = { "eu-west-1", "eu-central-1", "us-east-1", "ap-southeast-2" },
  name = "{template}-{env}-{region}",
  values = function(cell)
    -- Partners of Europe have their own key.
    if cell.region:find "^eu%-" then return { api_key = "orders/api/eu" } end
  end,
}
