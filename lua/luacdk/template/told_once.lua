--- What several stacks have alike is told once: for `luacdk diff` and `luacdk render --check`.
local told_once = {}

--- Groups of pieces that the same owners have: { owners =, pieces = }, in the order of the pieces. `list` has an entry
--- for each owner and piece, in order: { owner =, key = equal for equal pieces, piece = }.
function told_once.groups(list)
  local by_key, order = {}, {}
  for _, entry in ipairs(list) do
    local one = by_key[entry.key]
    if not one then
      one = { owners = {}, piece = entry.piece }
      by_key[entry.key] = one
      order[#order + 1] = one
    end
    if one.owners[#one.owners] ~= entry.owner then table.insert(one.owners, entry.owner) end
  end
  local ids, count = {}, 0 -- of owners, so that the names of many need not be joined to one text each time
  local groups, by_owners = {}, {}
  for _, one in ipairs(order) do
    local parts = {}
    for i, owner in ipairs(one.owners) do
      if not ids[owner] then
        count = count + 1
        ids[owner] = count
      end
      parts[i] = ids[owner]
    end
    local key = table.concat(parts, ",")
    if not by_owners[key] then
      by_owners[key] = { owners = one.owners, pieces = {} }
      groups[#groups + 1] = by_owners[key]
    end
    table.insert(by_owners[key].pieces, one.piece)
  end
  return groups
end

return told_once
