--- Runs a job of EMR on EKS.
local engine = require "luacdk.engine"
local handler_marks = require "aws_cdk.private.handler_marks"
local integration = require "aws_cdk.aws_stepfunctions.integration"
local l2 = require "aws_cdk.l2"
local task = require "aws_cdk.aws_stepfunctions_tasks.private.task"
local cdk = require "aws_cdk"
local custom_resources = require "aws_cdk.custom_resources"
local iam = require "aws_cdk.aws_iam"
local lambda = require "aws_cdk.aws_lambda"
local logs = require "aws_cdk.aws_logs"
local s3 = require "aws_cdk.aws_s3"
local AwsCliLayer = require("aws_cdk.lambda_layer_awscli").AwsCliLayer
local BundledCode = require "aws_cdk.custom_resources.bundled_lambda_code"

local MAX_CONFIGURATIONS <const>, MAX_ARGUMENTS <const> = 100, 10280
local NAMESPACE <const>, CLUSTER <const> =
  "virtualCluster.containerProvider.info.eksInfo.namespace", "virtualCluster.containerProvider.id"

local function check_configurations(self, list)
  if not list then return end
  if #list > MAX_CONFIGURATIONS then
    engine.fail(self, "application_config must hold at most %d items, got %d", MAX_CONFIGURATIONS, #list)
  end
  for _, one in ipairs(list) do check_configurations(self, one.nested_config) end
  for _, one in ipairs(list) do
    local count = one.properties and #engine.keys(one.properties) or 0
    if count > MAX_CONFIGURATIONS then
      engine.fail(self, "the properties of an application_config must be at most %d, got %d", MAX_CONFIGURATIONS, count)
    elseif not one.properties and not one.nested_config then
      engine.fail(self, "each application_config needs properties or nested_config")
    end
  end
end

local function check_arguments(self, value)
  if integration.is_expression(value) then return end
  local is_list = type(value) == "table" and not engine.class_name(value)
  for _, one in ipairs(is_list and value or {}) do is_list = is_list and type(one) == "string" end
  if not is_list then
    engine.fail(self, "entry_point_arguments must be a list of texts, a JSON path or a JSONata expression, got %s",
      engine.display(value))
  elseif #value < 1 or #value > MAX_ARGUMENTS then
    engine.fail(self, "entry_point_arguments must hold 1 to %d texts, got %d", MAX_ARGUMENTS, #value)
  end
end

local function check_driver(self, driver)
  local entry_point, submitted = driver.entry_point.value, driver.spark_submit_parameters
  if type(entry_point) == "string" and not integration.is_expression(entry_point) then
    l2.check_length(self, "entry_point", entry_point, 1, 256)
  end
  if driver.entry_point_arguments then check_arguments(self, driver.entry_point_arguments.value) end
  if submitted ~= "" then l2.check_length(self, "spark_submit_parameters", submitted, 1, 102400) end
end

-- Lets the pods of the virtual cluster take on the role.
local function trust_pods(self, id)
  local info = custom_resources.AwsCustomResource(self, "GetEksClusterInfo", {
    on_create = engine.ordered(
      "service", "EMRcontainers", "action", "describeVirtualCluster", "parameters", { id = id },
      "output_paths", { NAMESPACE, CLUSTER }, "physical_resource_id", custom_resources.PhysicalResourceId.of "id"),
    policy = custom_resources.AwsCustomResourcePolicy.from_sdk_calls {
      resources = custom_resources.AwsCustomResourcePolicy.ANY_RESOURCE,
    },
    install_latest_aws_sdk = false,
  })
  local layer = AwsCliLayer(self, "awsclilayer")
  local fn = lambda.SingletonFunction(self, "Call Update-Role-Trust-Policy", {
    uuid = "8693BB64-9689-44B6-9AAF-B0CC9EB8757C", timeout = cdk.Duration.seconds(30), memory_size = 256,
    layers = { layer }, code = BundledCode "aws-stepfunctions-tasks/role-policy-handler", handler = "index.handler",
    runtime = lambda.Runtime.PYTHON_3_13,
  })
  handler_marks.mark(fn)
  fn:add_to_role_policy(task.allow({ "eks:DescribeCluster" },
    { task.arn(self, "eks", "cluster", info:get_response_field(CLUSTER)) }))
  fn:add_to_role_policy(task.allow({ "iam:GetRole", "iam:UpdateAssumeRolePolicy" }, { self._role.role_arn }))
  local provider = custom_resources.Provider(self, "CustomResourceProvider", { on_event_handler = fn })
  cdk.CustomResource(self, "Custom Resource", {
    properties = engine.ordered("eksNamespace", info:get_response_field(NAMESPACE),
      "eksClusterId", info:get_response_field(CLUSTER), "roleName", self._role.role_name),
    service_token = provider.service_token,
  })
end

local function allow_monitoring(self)
  local role = self._role
  if self._log_bucket then self._log_bucket:grant_read_write(role) end
  if self._log_group then
    self._log_group:grant_write(role)
    self._log_group:grant(role, "logs:DescribeLogStreams")
  end
  role:add_to_principal_policy(task.allow({ "logs:DescribeLogGroups" }, { task.arn(self, "logs", "*") }))
end

local function check(self, props)
  local monitoring, id = props.monitoring or {}, props.virtual_cluster.id
  check_configurations(self, props.application_config)
  check_driver(self, props.job_driver.spark_submit_job_driver)
  if not props.execution_role and integration.is_expression(id) then
    engine.fail(self, "give an execution_role that the pods may take on: which virtual cluster they are of is known "
      .. "only when the task runs")
  end
  self._log_group = monitoring.log_group or monitoring.logging and logs.LogGroup(self, "Monitoring Log Group") or nil
  self._log_bucket = monitoring.log_bucket or monitoring.logging and s3.Bucket(self, "Monitoring Bucket") or nil
  self._role = props.execution_role
  if not self._role then
    self._role = iam.Role(self, "Job-Execution-Role", {
      assumed_by = iam.CompositePrincipal(iam.ServicePrincipal "emr-containers.amazonaws.com",
        iam.ServicePrincipal "states.amazonaws.com"),
    })
    allow_monitoring(self)
    trust_pods(self, id)
  end
  self.grant_principal = self._role
  allow_monitoring(self)
end

local function policies(self, props)
  local id = props.virtual_cluster.id
  local is_open = integration.is_expression(id)
  local function clusters(suffix)
    return {
      task.stack(self):format_arn { service = "emr-containers", resource = "virtualclusters",
        resource_name = is_open and "*" or id .. suffix,
        arn_format = cdk.ArnFormat.SLASH_RESOURCE_SLASH_RESOURCE_NAME },
    }
  end
  local all = {
    task.allow({ "emr-containers:StartJobRun" }, clusters "",
      { StringEquals = { ["emr-containers:ExecutionRoleArn"] = self._role.role_arn } }),
  }
  if self._pattern == integration.RUN_JOB then
    all[2] = task.allow({ "emr-containers:DescribeJobRun", "emr-containers:CancelJobRun" }, clusters "/jobruns/*")
  end
  return all
end

local function configuration_of(one)
  return engine.ordered("Classification", one.classification.classification_statement, "Properties", one.properties,
    "Configurations", task.list(one.nested_config, configuration_of))
end

local function parameters(self, props)
  local driver, monitoring = props.job_driver.spark_submit_job_driver, props.monitoring or {}
  return engine.ordered(
    "VirtualClusterId", props.virtual_cluster.id,
    "Name", props.job_name,
    "ExecutionRoleArn", self._role.role_arn,
    "ReleaseLabel", props.release_label.label,
    "JobDriver", {
      SparkSubmitJobDriver = engine.ordered("EntryPoint", driver.entry_point.value,
        "EntryPointArguments", task.value(driver.entry_point_arguments),
        "SparkSubmitParameters", driver.spark_submit_parameters),
    },
    "ConfigurationOverrides", engine.ordered(
      "ApplicationConfiguration", task.list(props.application_config, configuration_of),
      "MonitoringConfiguration", engine.ordered(
        "CloudWatchMonitoringConfiguration", self._log_group and engine.ordered(
          "LogGroupName", self._log_group.log_group_name, "LogStreamNamePrefix", monitoring.log_stream_name_prefix),
        "PersistentAppUI", monitoring.persistent_app_ui == false and "DISABLED" or "ENABLED",
        "S3MonitoringConfiguration", self._log_bucket and { LogUri = self._log_bucket:s3_url_for_object() })),
    "Tags", props.tags)
end

return {
  EmrContainersStartJobRun = task.class("EmrContainersStartJobRun", {
    service = "emr-containers", api = "startJobRun",
    patterns = task.REQUEST_OR_JOB, default_pattern = integration.RUN_JOB,
    check = check, policies = policies, parameters = parameters,
  }),
}
