-- The part of a domain name that somebody has registered.
local suffixes = require "aws_cdk.aws_certificatemanager.private.public_suffixes"

-- The suffixes below a top-level one: label → table of the same kind, or nil when there is no such top-level suffix.
local function below(top)
  local at = suffixes:find("\n" .. top:gsub("%-", "%%-") .. "%f[ \n]")
  if not at then return nil end
  local line = suffixes:match("[^\n]*", at + 1)
  local root = {}
  local open, last = { root }, nil
  for token in line:gmatch "%S+" do
    if token == "(" then
      open[#open + 1] = last
    elseif token == ")" then
      open[#open] = nil
    else
      last = {}
      open[#open][token] = last
    end
  end
  return root[top]
end

--- The public suffix of the name and the label before it; the name itself if it has no more labels.
return function(name)
  local labels = {}
  for label in (name .. "."):gmatch "([^.]*)%." do table.insert(labels, 1, label) end
  local found = labels[1]
  local known = found:find "^[%w-]+$" and below(found)
  for i = 2, #labels do
    if not known then break end
    found = labels[i] .. "." .. found
    known = known[labels[i]]
  end
  return found
end
