--- Rules by their ids: luacdk.check.rule_rows.
local ROWS = require "luacdk.check.rule_rows"

local rules = {}

local by_id = {}
for _, row in ipairs(ROWS) do
  by_id[row[1]] = { id = row[1], severity = row[2], category = row[3], wrong = row[4], right = row[5],
    absent = row.absent }
end

--- Adds a rule of the user's own: a row as all() gives it.
function rules.add(rule) by_id[rule.id] = rule end

--- The rule with that id, nil for those of annotations and plug-ins.
function rules.find(id) return by_id[id] end

--- All rules, in the order of the rows.
function rules.all()
  local list = {}
  for i, row in ipairs(ROWS) do list[i] = by_id[row[1]] end
  return list
end

return rules
