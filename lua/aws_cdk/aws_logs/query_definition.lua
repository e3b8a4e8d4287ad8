--- Saved queries of CloudWatch Logs Insights.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local logs = require "aws_cdk.aws_logs"

local MAX_STATS = 2

local QueryString = engine.class "aws_cdk.aws_logs.QueryString"

local function statements(list, single)
  if list then return list end
  if single ~= nil and single ~= "" then return { single } end
  return {}
end

function QueryString:init(props)
  for _, name in ipairs { "filter", "parse", "stats" } do
    if props[name] ~= nil then
      engine.deprecated("aws_cdk.aws_logs.QueryStringProps#" .. name, "use " .. name .. "_statements")
    end
  end
  self._fields = props.fields
  self._sort = props.sort
  self._limit = props.limit
  self._display = props.display
  self._parse = statements(props.parse_statements, props.parse)
  self._filter = statements(props.filter_statements, props.filter)
  self._stats = statements(props.stats_statements, props.stats)
  self.stats_statements_length = props.stats_statements and #props.stats_statements
  self.has_stats_and_stats_statements = props.stats_statements ~= nil and props.stats ~= nil and props.stats ~= ""
end

--- The query as text, a command a line.
function QueryString:to_string()
  local lines = {}
  local function add(command, statement)
    if statement ~= nil and statement ~= "" then lines[#lines + 1] = command .. " " .. statement end
  end
  local function add_all(command, list)
    for _, statement in ipairs(list) do add(command, statement) end
  end
  local fields
  for i, field in ipairs(self._fields or {}) do fields = i == 1 and field or fields .. ", " .. field end
  add("fields", fields)
  add_all("parse", self._parse)
  add_all("filter", self._filter)
  add_all("stats", self._stats)
  add("sort", self._sort)
  if self._limit ~= nil then
    add("limit", engine.is_unresolved(self._limit) and self._limit or engine.to_json_string(nil, self._limit))
  end
  add("display", self._display)
  local text = ""
  for i, line in ipairs(lines) do text = text .. (i > 1 and "\n| " or "") .. line end
  return text
end

local QueryDefinition = engine.class("aws_cdk.aws_logs.QueryDefinition", cdk.Resource)

function QueryDefinition:init(scope, id, props)
  cdk.Resource.init(self, scope, id, { physical_name = props.query_definition_name })
  local query = props.query_string
  local count = query.stats_statements_length
  if count and count > MAX_STATS then
    engine.fail(self, "a query has at most %d stats statements, got %d", MAX_STATS, count)
  end
  if query.has_stats_and_stats_statements then
    cdk.Annotations.of(self):add_warning_v2("QueryDefinitionStatsWarning",
      "stats and stats_statements are both given; the deprecated stats is ignored, put it into stats_statements")
  end
  local names = engine.list {}
  for i, log_group in ipairs(props.log_groups or {}) do names[i] = log_group.log_group_ref.log_group_name end
  self._resource = logs.CfnQueryDefinition(self, "Resource", {
    name = props.query_definition_name,
    query_string = query:to_string(),
    log_group_names = names,
  })
end

QueryDefinition.get.query_definition_id = function(self) return self._resource.attr_query_definition_id end

return { QueryDefinition = QueryDefinition, QueryString = QueryString }
