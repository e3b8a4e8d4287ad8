local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local StackSynthesizer = cdk.StackSynthesizer

--- Passes the assets of a nested stack to its parent's synthesizer.
local NestedStackSynthesizer = engine.class("aws_cdk.NestedStackSynthesizer", StackSynthesizer)

function NestedStackSynthesizer:init(parent_deployment)
  StackSynthesizer.init(self)
  self._parent = parent_deployment
end

local function of_parent(self, name)
  return engine.has(self._parent, name) and self._parent[name] or nil
end

NestedStackSynthesizer.get.bootstrap_qualifier = function(self) return of_parent(self, "bootstrap_qualifier") end
NestedStackSynthesizer.get.lookup_role = function(self) return of_parent(self, "lookup_role") end

function NestedStackSynthesizer:add_file_asset(asset) return self._parent:add_file_asset(asset) end
function NestedStackSynthesizer:add_docker_image_asset(asset) return self._parent:add_docker_image_asset(asset) end

-- The template's asset was added when references were resolved; only the file remains to be written.
function NestedStackSynthesizer:synthesize(session) self:synthesize_template(session, self.lookup_role) end

return { NestedStackSynthesizer = NestedStackSynthesizer }
