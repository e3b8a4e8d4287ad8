--- The controller that makes load balancers for ingresses of a cluster.
local engine = require "luacdk.engine"
local assembly = require "luacdk.assembly"
local cdk = require "aws_cdk"
local iam = require "aws_cdk.aws_iam"

local NAME, NAMESPACE = "aws-load-balancer-controller", "kube-system"
local DEFAULT_CHART = "1.4.1" -- of versions that name none
local REPOSITORY = "602401143452.dkr.ecr.us-west-2.amazonaws.com/amazon/aws-load-balancer-controller"

-- What a version of the controller needs: a list of statements.
local function statements_of(self, props)
  local version, policy = props.version, props.policy
  if version.custom and policy == nil then
    engine.fail(self, "a version of AlbControllerVersion.of needs a policy; -> give the permissions of the controller "
      .. "as { Statement = { … } }")
  end
  if policy ~= nil then
    local statements = type(policy) == "table" and policy.Statement
    if type(statements) ~= "table" then
      engine.fail(self, "policy must be a table with the key Statement, a list of statements, got %s",
        engine.display(policy))
    end
    return statements
  end
  local rows, list = assembly.parse_json(require "aws_cdk.aws_eks.private.addon_rows"), {}
  for i, number in ipairs(rows.policies[version.version]) do list[i] = rows.statements[number] end
  return list
end

-- Resources of a statement in the partition of the stack.
local function in_partition(resources)
  if type(resources) == "table" and not engine.is_unresolved(resources) then
    local list = {}
    for i, one in ipairs(resources) do list[i] = in_partition(one) end
    return list
  end
  if type(resources) ~= "string" then return resources end
  local from, to = resources:find("arn:aws:", 1, true)
  if not from then return resources end
  return resources:sub(1, from - 1) .. "arn:" .. cdk.Aws.PARTITION .. ":" .. resources:sub(to + 1)
end

--- The classes AlbController and AlbControllerVersion of an edition (edition.lua).
return function(edition)
  local AlbController = engine.class(edition.module .. ".AlbController", engine.Construct)

  --- Arguments: scope, id, AlbControllerProps: cluster, version (required).
  function AlbController:init(scope, id, props)
    engine.Construct.init(self, scope, id)
    local eks, cluster = require(edition.module), props.cluster
    local account = eks.ServiceAccount(self, "alb-sa", {
      namespace = NAMESPACE, name = NAME, cluster = cluster, removal_policy = props.removal_policy,
      overwrite_service_account = props.overwrite_service_account,
    })
    for _, statement in ipairs(statements_of(self, props)) do
      local own = engine.extend(engine.ordered(), statement)
      own.Resource = in_partition(own.Resource)
      account:add_to_principal_policy(iam.PolicyStatement.from_json(own))
    end
    local chart = eks.HelmChart(self, "Resource", {
      cluster = cluster, chart = NAME, repository = "https://aws.github.io/eks-charts", namespace = NAMESPACE,
      release = NAME, version = props.version.helm_chart_version or DEFAULT_CHART, wait = true,
      timeout = cdk.Duration.minutes(15),
      values = engine.extend(engine.ordered(
        "clusterName", cluster.cluster_name,
        "serviceAccount", engine.ordered("create", false, "name", account.service_account_name),
        "region", engine.stack_of(self).region,
        "vpcId", cluster.vpc.vpc_id,
        "image", engine.ordered("repository", props.repository or REPOSITORY, "tag", props.version.version)),
        edition.helm_values(props.additional_helm_chart_values or {})),
      removal_policy = props.removal_policy,
    })
    chart.node:add_dependency(account)
    chart.node:add_dependency(cluster.open_id_connect_provider)
    if edition.alb_controller_made then edition.alb_controller_made(cluster, chart) end
  end

  --- The controller of a cluster, in the stack of `scope`.
  function AlbController.create(scope, props)
    return AlbController(engine.stack_of(scope), cdk.Names.node_unique_id(props.cluster.node) .. "-AlbController",
      props)
  end

  return { AlbController = AlbController }
end
