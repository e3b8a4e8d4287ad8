local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local artifact = require "aws_cdk.private.stack_artifact"

local is_unresolved = engine.is_unresolved

--- Base of classes that decide how a stack is written, and where its assets go. Your own ones override
--- `add_file_asset`, `add_docker_image_asset` and `synthesize`.
local StackSynthesizer = engine.class("aws_cdk.StackSynthesizer")

function StackSynthesizer:init() end

-- No roles are known unless a subclass provides them.
StackSynthesizer.get.bootstrap_qualifier = function() return nil end
StackSynthesizer.get.lookup_role = function() return nil end
StackSynthesizer.get.cloud_formation_execution_role = function() return nil end

--- Binds the synthesizer to its stack; `reusable_bind` copies one that serves several stacks.
function StackSynthesizer:bind(stack)
  if self._stack then
    engine.fail(stack, "a synthesizer can serve only one stack, and this one already serves '%s'; -> make another one",
      self._stack.node.path)
  end
  self._stack = stack
end

StackSynthesizer.get.bound_stack = function(self)
  if not self._stack then engine.fail(nil, "the synthesizer must be given to a stack before it is used") end
  return self._stack
end
StackSynthesizer.get._bound_stack = StackSynthesizer.get.bound_stack

-- A copy for one stack that shares everything else with the original, including the asset manifest.
function StackSynthesizer:_copy()
  local copy = setmetatable({}, getmetatable(self))
  for key, value in pairs(engine.fields(self)) do rawset(copy, key, value) end
  return copy
end

--- Writes the template; returns it as a file asset.
function StackSynthesizer:synthesize_template(session, lookup_role_arn, lookup_role_external_id, lookup_role_options)
  local stack = self.bound_stack
  local name, hash = stack:_synthesize_template(session, lookup_role_arn, lookup_role_external_id, lookup_role_options)
  return {
    file_name = name, packaging = "file", source_hash = hash, deploy_time = true,
    display_name = stack.stack_name .. " Template",
  }
end

function StackSynthesizer:synthesize_stack_template(stack, session)
  stack:_synthesize_template(session)
end

--- Adds the stack to the manifest. Options: assume_role_arn and the like, additional_dependencies, lookup_role,
--- parameters.
function StackSynthesizer:emit_artifact(session, options)
  artifact.add(session, self.bound_stack, options or {})
end

function StackSynthesizer:emit_stack_artifact(stack, session, options) -- luacheck: no unused args
  artifact.add(session, stack, options or {})
end

--- Makes the deployment check that the environment's bootstrap stack is recent enough.
function StackSynthesizer:add_bootstrap_version_rule(required_version, ssm_parameter)
  local stack = self.bound_stack
  if stack.node:try_find_child("BootstrapVersion") then return end
  local parameter = cdk.CfnParameter(stack, "BootstrapVersion", {
    type = "AWS::SSM::Parameter::Value<String>",
    description = "Version of the CDK Bootstrap resources in this environment, automatically retrieved from SSM"
      .. " Parameter"
      .. " Store. [cdk:skip]",
    default = ssm_parameter,
  })
  local too_old = {}
  for version = 1, required_version - 1 do too_old[version] = tostring(version) end
  cdk.CfnRule(stack, "CheckBootstrapVersion", {
    assertions = {
      {
        assert = cdk.Fn.condition_not(cdk.Fn.condition_contains(too_old, parameter.value_as_string)),
        assert_description = ("CDK bootstrap stack version %d required. Please run 'cdk bootstrap' with a recent"
          .. " version of"
          .. " the CDK CLI."):format(required_version),
      },
    },
  })
end

-- Placeholders become Fn::Sub.
local function to_template(text)
  if text == nil then return nil end
  return text:find("${", 1, true) and cdk.Fn.sub(text) or text
end

local function or_placeholder(value, placeholder)
  return is_unresolved(value) and placeholder or value
end

-- Fields of a destination, under our names or the manifest's.
local function field(destination, ours, theirs)
  local value = destination[theirs]
  if value == nil then value = destination[ours] end
  return value
end

--- Where a template finds the file that goes to `destination`.
function StackSynthesizer:cloud_formation_location_from_file_asset(destination)
  local stack = self.bound_stack
  local bucket, key = field(destination, "bucket_name", "bucketName"), field(destination, "object_key", "objectKey")
  local region = or_placeholder(stack.region, "${AWS::Region}")
  local suffix = or_placeholder(stack.url_suffix, "${AWS::URLSuffix}")
  local http_url = to_template(("https://s3.%s.%s/%s/%s"):format(region, suffix, bucket, key))
  local object_url = ("s3://%s/%s"):format(bucket, key)
  return {
    bucket_name = to_template(bucket), object_key = to_template(key), http_url = http_url,
    s3_object_url = to_template(object_url), s3_object_url_with_placeholders = object_url, s3_url = http_url,
  }
end

--- Where a template finds the image that goes to `destination`.
function StackSynthesizer:cloud_formation_location_from_docker_image_asset(destination)
  local stack = self.bound_stack
  local repository = field(destination, "repository_name", "repositoryName")
  local tag = field(destination, "image_tag", "imageTag")
  return {
    repository_name = to_template(repository),
    image_uri = to_template(("%s.dkr.ecr.%s.%s/%s:%s"):format(or_placeholder(stack.account, "${AWS::AccountId}"),
      or_placeholder(stack.region, "${AWS::Region}"), or_placeholder(stack.url_suffix, "${AWS::URLSuffix}"),
        repository, tag)),
    image_tag = to_template(tag),
  }
end

-- Protected members carry an underscore in Python.
for _, name in ipairs {
  "synthesize_template", "synthesize_stack_template", "emit_artifact", "emit_stack_artifact",
    "add_bootstrap_version_rule",
  "cloud_formation_location_from_file_asset", "cloud_formation_location_from_docker_image_asset",
} do
  StackSynthesizer["_" .. name] = StackSynthesizer[name]
end

return { StackSynthesizer = StackSynthesizer }
