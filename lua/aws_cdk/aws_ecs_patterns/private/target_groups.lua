--- What services behind several listeners and target groups have in common.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local ecs = require "aws_cdk.aws_ecs"
local pattern = require "aws_cdk.aws_ecs_patterns.private.pattern"

local fail, display = engine.fail, engine.display
local text = cdk.Tokenization.stringify_number

local DEFAULT_PORT = 80

local M = {}

--- A base class of such services. `group_of(target, container_target)` gives the properties of a target group.
function M.class(name, group_of)
  local class = pattern.class(name)

  --- The listener of this name, or the first one.
  function class:_find_listener(wanted)
    if wanted == nil or wanted == "" then return self.listener end
    for _, listener in ipairs(self.listeners) do
      if listener.node.id == wanted then return listener end
    end
    fail(self, "no load balancer has a listener named %s; -> add one to load_balancers", display(wanted))
  end

  --- Has listeners send to ports of the container, and returns the first target group.
  function class:_register_ecs_targets(service, container, targets)
    for _, target in ipairs(targets) do
      local group = group_of(target, service:load_balancer_target {
        container_name = container.container_name, container_port = target.container_port, protocol = target.protocol,
      })
      local id = "ECSTargetGroup" .. container.container_name .. text(target.container_port)
      table.insert(self.target_groups, self:_find_listener(target.listener):add_targets(id, group))
    end
    return self.target_groups[1] or fail(self, "target_groups must not be empty")
  end

  --- Opens those ports of the container that are not open yet.
  function class:_add_port_mapping_for_targets(container, targets) -- luacheck: no unused args
    for _, target in ipairs(targets) do
      if not container:find_port_mapping(target.container_port, target.protocol or ecs.Protocol.TCP) then
        container:add_port_mappings { container_port = target.container_port, protocol = target.protocol }
      end
    end
  end

  return class
end

--- Sets the cluster, the number of tasks and the log driver, after checks of the load balancers.
function M.begin(self, props)
  self.listeners, self.target_groups, self.load_balancers = {}, {}, {}
  self.cluster = pattern.only_cluster(self, props)
  pattern.check_count(self, props.desired_count, "desired_count")
  if props.load_balancers and #props.load_balancers == 0 then fail(self, "load_balancers must not be empty") end
  for _, balancer in ipairs(props.load_balancers or {}) do
    if #balancer.listeners == 0 then
      fail(self, "listeners of the load balancer %s must not be empty", display(balancer.name))
    end
  end
  self.internal_desired_count = props.desired_count
  self._log_driver = props.task_image_options and pattern.log_driver(self, props.task_image_options)
end

--- Makes the service of `make()`, whose default container has at least one port, and has listeners send to it.
function M.finish(self, props, make)
  local container = self.task_definition.default_container
    or fail(self, "the task definition needs an essential container; -> call add_container")
  if #container.port_mappings == 0 then container:add_port_mappings { container_port = DEFAULT_PORT } end
  self.service = make()
  if props.target_groups then
    self:_add_port_mapping_for_targets(container, props.target_groups)
    self.target_group = self:_register_ecs_targets(self.service, container, props.target_groups)
    return
  end
  self.target_group = self.listener:add_targets("ECS", {
    targets = { self.service }, port = container.port_mappings[1].container_port,
  })
end

return M
