--- Jobs: what all kinds of them, and imported ones, have in common.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local cloudwatch = require "aws_cdk.aws_cloudwatch"
local events = require "aws_cdk.aws_events"
local l2 = require "aws_cdk.l2"
local warn_of_secrets = require "aws_cdk.aws_glue.private.plaintext_secrets"

local fail = engine.fail

local JobBase = engine.class("aws_cdk.aws_glue.JobBase", cdk.Resource)

--- The ARN of the job of that name in the stack of `scope`.
function JobBase:_build_job_arn(scope, job_name)
  return engine.stack_of(scope):format_arn { service = "glue", resource = "job", resource_name = job_name }
end

-- ---- events ---------------------------------------------------------------------------------------------------------

--- A rule for all events of the job.
-- @param options aws_events.OnEventOptions
function JobBase:on_event(id, options)
  local props = l2.with({}, options)
  local target = props.target
  props.target = nil
  local rule = events.Rule(self, id, props)
  if target then rule:add_target(target) end
  rule:add_event_pattern(engine.ordered(
    "source", { "aws.glue" },
    "detail_type", { "Glue Job State Change", "Glue Job Run Status" },
    "detail", { jobName = { self.job_name } }))
  return rule
end

--- A rule for runs that get into a state.
function JobBase:_on_state_change(id, job_state, options)
  local rule = self:on_event(id, l2.with({
    description = "Rule triggered when Glue job " .. self.job_name .. " is in " .. job_state .. " state",
  }, options))
  rule:add_event_pattern { detail = { state = { job_state } } }
  return rule
end

-- ---- metrics --------------------------------------------------------------------------------------------------------

--- A metric of all runs of the job.
function JobBase:metric(metric_name, type_, props)
  return cloudwatch.Metric(l2.with({
    metric_name = metric_name, namespace = "Glue",
    dimensions_map = { JobName = self.job_name, JobRunId = "ALL", Type = type_ },
  }, props)):attach_to(self)
end

-- How often runs get into a state: a metric of a rule for its events, which is made when first asked for.
local function state_metric(self, id, job_state, props)
  local rule = self.node:try_find_child(id) or self:_on_state_change(id, job_state)
  return cloudwatch.Metric(l2.with({
    namespace = "AWS/Events", metric_name = "TriggeredRules", dimensions_map = { RuleName = rule.rule_name },
    statistic = cloudwatch.Stats.SUM,
  }, props)):attach_to(rule)
end

for name, state in pairs { success = "SUCCEEDED", failure = "FAILED", timeout = "TIMEOUT" } do
  local id = name:gsub("^%l", string.upper) .. "MetricRule"

  JobBase["on_" .. name] = function(self, rule_id, options) return self:_on_state_change(rule_id, state, options) end

  JobBase["metric_" .. name] = function(self, props) return state_metric(self, id, state, props) end
end

-- ---- arguments ------------------------------------------------------------------------------------------------------

local Job = engine.class("aws_cdk.aws_glue.Job", JobBase)

-- Arguments that Glue itself sets.
local RESERVED = { ["--debug"] = true, ["--mode"] = true, ["--JOB_NAME"] = true, ["--endpoint"] = true }

--- Arguments: scope, id, ResourceProps.
function Job:init(scope, id, props)
  JobBase.init(self, scope, id, props)
  self._managed, self._managed_keys = engine.ordered(), {}
end

--- Sets an argument that default_arguments cannot set otherwise; with nil the job goes without it.
function Job:_set_managed_argument(key, value)
  self._managed_keys[key] = true
  if value ~= nil then self._managed[key] = value end
end

--- The user's arguments together with the managed ones. Fails on a user's argument that says otherwise.
function Job:_merge_default_arguments(default_arguments)
  local managed, merged, token = self._managed, engine.ordered(), false
  for _, key in ipairs(default_arguments and engine.keys(default_arguments) or {}) do
    local value = default_arguments[key]
    token = token or engine.is_unresolved(key)
    local same = managed[key] ~= nil and tostring(managed[key]) == tostring(value)
    if RESERVED[key] or (self._managed_keys[key] and not same) then
      fail(self, "default_arguments cannot set %s, which %s", engine.display(key),
        RESERVED[key] and "Glue sets itself" or "properties of the job set, such as continuous_logging, "
          .. "enable_metrics, enable_observability_metrics, spark_ui and the extra files; -> use these")
    end
    merged[key] = value
  end
  if token then
    cdk.Annotations.of(self):add_warning_v2("@aws-cdk/aws-glue-alpha:tokenJobArgumentKey",
      "default_arguments has a name that is known only at deployment. If it turns out to be one that the job's "
      .. "properties set, their value counts")
  end
  warn_of_secrets(self, default_arguments, "@aws-cdk/aws-glue-alpha:plaintextJobArgumentSecret",
    "Let the job read secrets from AWS Secrets Manager when it runs.")
  for _, key in ipairs(engine.keys(managed)) do merged[key] = managed[key] end
  return merged
end

--- Has the job write its log while it runs, unless the properties say otherwise.
-- @param role the job's role, which may write to the log group from now on
-- @param props aws_glue.ContinuousLoggingProps
function Job:_setup_continuous_logging(role, props, security_configuration)
  local enabled = not props or props.enabled
  if enabled and not security_configuration then
    cdk.Annotations.of(self):add_warning_v2("@aws-cdk/aws-glue-alpha:unencryptedContinuousLogging",
      "the job writes its log to a log group that is not encrypted: it has no security_configuration with "
      .. "cloud_watch_encryption. See "
      .. "https://docs.aws.amazon.com/glue/latest/dg/encryption-security-configuration.html")
  end
  local given = enabled and props or {}
  local group = given.log_group
  if group then group:grant_write(role) end
  self:_set_managed_argument("--enable-continuous-cloudwatch-log", enabled and "true" or nil)
  self:_set_managed_argument("--enable-continuous-log-filter", given.quiet and "true" or nil)
  self:_set_managed_argument("--continuous-log-logGroup", group and group.log_group_name)
  self:_set_managed_argument("--continuous-log-logStreamPrefix", given.log_stream_prefix)
  self:_set_managed_argument("--continuous-log-conversionPattern", given.conversion_pattern)
end

--- The URL of code, which the job's role may read from now on.
function Job:_code_s3_object_url(code)
  local location = code:bind(self, self.role).s3_location
  return "s3://" .. location.bucket_name .. "/" .. location.object_key
end

--- The URLs of a list of code, separated by commas; nil of none.
function Job:_code_urls(list)
  if not list or #list == 0 then return nil end
  local text = ""
  for i, code in ipairs(list) do text = text .. (i > 1 and "," or "") .. self:_code_s3_object_url(code) end
  return text
end

--- The properties of the L1 job that all kinds take in the same way from JobProps; `more` adds to them.
function Job:_add_resource(props, more)
  local queued, runs = props.job_run_queuing_enabled or false, props.max_concurrent_runs
  local security = props.security_configuration
  self._resource = require("aws_cdk.aws_glue").CfnJob(self, "Resource", l2.with({
    name = props.job_name,
    description = props.description,
    role = self.role.role_arn,
    max_retries = queued and 0 or props.max_retries,
    job_run_queuing_enabled = queued,
    execution_property = runs and runs ~= 0 and { max_concurrent_runs = runs } or nil,
    timeout = props.timeout and props.timeout:to_minutes(),
    connections = props.connections and { connections = l2.pluck(props.connections, "connection_name") },
    security_configuration = security and security.security_configuration_name,
    tags = props.tags,
  }, more))
end

--- Gives a class of jobs its ARN and name.
function Job._named(class)
  l2.kept(class, "job_arn", function(self) return self:_build_job_arn(self, self.job_name) end)
  l2.kept(class, "job_name", function(self) return self:get_resource_name_attribute(self._resource.ref) end)
end

-- ---- imports --------------------------------------------------------------------------------------------------------

local Imported = engine.class("aws_cdk.aws_glue.ImportedJob", JobBase, "aws_cdk.aws_glue.IJob")

function Imported:init(scope, id, attrs)
  JobBase.init(self, scope, id)
  self.job_name = attrs.job_name
  self.job_arn = self:_build_job_arn(scope, attrs.job_name)
  self.grant_principal = attrs.role or require("aws_cdk.aws_iam").UnknownPrincipal { resource = self }
end

--- A job made elsewhere, by JobAttributes: job_name (required), role.
function Job.from_job_attributes(scope, id, attrs) return Imported(scope, id, attrs) end

return { Job = Job, JobBase = JobBase }
