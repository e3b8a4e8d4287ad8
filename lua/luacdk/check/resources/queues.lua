--- Rules about queues, backups, documents and the sizes of groups.
local values = require "luacdk.check.resources.values"

local text, number = values.text, values.number

local function fifo_name(props, tell)
  local name = text(props.QueueName)
  if not name then return end
  if props.FifoQueue == true and name:sub(-5) ~= ".fifo" then
    tell("E3501", "QueueName", ("'%s' is the name of a FIFO queue"):format(name), ("write '%s.fifo'"):format(name))
  end
end

local function dead_letters(props, tell, all)
  local letters = all.find(values.at(props, "RedrivePolicy.deadLetterTargetArn"), "AWS::SQS::Queue")
  local is_fifo = props.FifoQueue == true
  if letters and is_fifo ~= (letters.props.FifoQueue == true) then
    tell("E3502", "RedrivePolicy", ("'%s' is %s FIFO queue, this one is%s"):format(letters.id, is_fifo and "no" or "a",
      is_fifo and "" or " not"), "a queue and its dead-letter queue are of one kind")
  end
end

local function cold_storage(props, tell)
  values.each(props, "BackupPlan.BackupPlanRule.*.Lifecycle", function(cycle, path)
    local moved, deleted = values.object(cycle).MoveToColdStorageAfterDays, values.object(cycle).DeleteAfterDays
    if type(moved) == "number" and type(deleted) == "number" and moved >= deleted then
      tell("E3504", path .. ".DeleteAfterDays",
        ("backups are deleted after %s days and moved to cold storage after %s"):format(deleted, moved),
        "they must be moved first")
    end
  end)
end

local function needs_version(props, tell)
  local content = values.object(props.Content)
  if next(content) and content.schemaVersion == nil then
    tell("E3051", "Content", "the document has no schemaVersion", "write schemaVersion = \"2.2\", for example")
  end
end

local function sizes(props, tell)
  local least, most = number(props.MinSize), number(props.MaxSize)
  if least and most and least > most then
    tell("E3706", "MaxSize", ("there may be at most %s instances, and there must be at least %s"):format(most, least),
      "MaxSize must not be less than MinSize")
  end
end

return {
  each = {
    ["AWS::SQS::Queue"] = { fifo_name, dead_letters },
    ["AWS::Backup::BackupPlan"] = { cold_storage },
    ["AWS::SSM::Document"] = { needs_version },
    ["AWS::AutoScaling::AutoScalingGroup"] = { sizes },
  },
}
