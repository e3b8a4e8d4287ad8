--- Lifecycle rules of a repository: checked when added, written as the policy text that ECR accepts.
local engine = require "luacdk.engine"
local l2 = require "aws_cdk.l2"

local MAX_WILDCARDS = 4

local lifecycle = {}

local function status_of(rule)
  if rule.tag_status ~= nil then return rule.tag_status end
  return (rule.tag_prefix_list == nil and rule.tag_pattern_list == nil) and "any" or "tagged"
end

local function empty(list) return list == nil or #list == 0 end

--- Checks a rule against itself and the rules there are.
-- @param repository the construct errors are about
-- @param rules normalised rules so far
-- @param rule aws_ecr.LifecycleRule
-- @return the rule with its tag_status filled in
function lifecycle.check(repository, rules, rule)
  local status = status_of(rule)
  local prefixes, patterns = rule.tag_prefix_list, rule.tag_pattern_list
  if status == "tagged" and empty(prefixes) and empty(patterns) then
    engine.fail(repository, "a lifecycle rule with tag_status TAGGED needs a tag_prefix_list or a tag_pattern_list")
  end
  if status ~= "tagged" and (prefixes ~= nil or patterns ~= nil) then
    engine.fail(repository, "tag_prefix_list and tag_pattern_list need tag_status TAGGED, got %s",
      engine.display(status))
  end
  if prefixes ~= nil and patterns ~= nil then
    engine.fail(repository, "a lifecycle rule takes tag_prefix_list or tag_pattern_list, not both")
  end
  for _, pattern in ipairs(patterns or {}) do
    local _, count = tostring(pattern):gsub("%*", "")
    if count > MAX_WILDCARDS then
      engine.fail(repository, "tag pattern %s has %d wildcards (*), at most %d are allowed", engine.display(pattern),
        count, MAX_WILDCARDS)
    end
  end
  if (rule.max_image_age ~= nil) == (rule.max_image_count ~= nil) then
    engine.fail(repository, "a lifecycle rule takes exactly one of max_image_age and max_image_count, got %s",
      rule.max_image_age == nil and "neither" or "both")
  end
  if status == "any" then
    for _, other in ipairs(rules) do
      if other.tag_status == "any" then
        engine.fail(repository, "there is already a lifecycle rule with tag_status ANY, and a repository can "
          .. "have only one")
      end
    end
  end
  local copy = l2.with({ tag_status = status }, rule)
  return copy
end

-- Given priorities first, then those counted on from the highest, the rule for any image last.
local function in_order(repository, rules)
  local given, counted, any = {}, {}, nil
  for _, rule in ipairs(rules) do
    if rule.tag_status == "any" then
      any = rule
    else
      local list = rule.rule_priority ~= nil and given or counted
      list[#list + 1] = rule
    end
  end
  if any and any.rule_priority ~= nil and #counted > 0 then
    engine.fail(repository, "the lifecycle rule with tag_status ANY has a rule_priority while others have "
      .. "none; -> leave its rule_priority out, since it comes last anyway")
  end
  local highest = 0
  for _, rule in ipairs(given) do highest = math.max(highest, rule.rule_priority) end
  local ordered, next_priority = {}, highest + 1
  local function add(rule)
    local priority = rule.rule_priority
    if priority == nil then
      priority, next_priority = next_priority, next_priority + 1
    end
    ordered[#ordered + 1] = { priority, rule }
  end
  for _, rule in ipairs(given) do add(rule) end
  for _, rule in ipairs(counted) do add(rule) end
  if any then
    add(any)
    for _, entry in ipairs(ordered) do
      if entry[1] > ordered[#ordered][1] then
        engine.fail(repository, "the lifecycle rule with tag_status ANY must have the highest rule_priority: it has "
          .. "%d, another has %d", ordered[#ordered][1], entry[1])
      end
    end
  end
  return ordered
end

local function render(priority, rule)
  local by_age = rule.max_image_age ~= nil
  return engine.ordered(
    "rulePriority", priority,
    "description", rule.description,
    "selection", engine.ordered(
      "tagStatus", rule.tag_status,
      "tagPrefixList", rule.tag_prefix_list,
      "tagPatternList", rule.tag_pattern_list,
      "countType", by_age and "sinceImagePushed" or "imageCountMoreThan",
      "countNumber", by_age and rule.max_image_age:to_days() or rule.max_image_count,
      "countUnit", by_age and "days" or nil),
    "action", { type = "expire" })
end

--- The policy text of the rules.
function lifecycle.text(repository, rules)
  local rendered = {}
  for i, entry in ipairs(in_order(repository, rules)) do rendered[i] = render(entry[1], entry[2]) end
  return engine.to_json_string(repository, { rules = rendered })
end

return lifecycle
