--- Matches of the headers and query parameters of requests.
local bound = require "aws_cdk.aws_appmesh.private.bound"

local HeaderMatch, make = bound "HeaderMatch"

local function match(name, invert, how)
  return make { header_match = { name = name, invert = invert, match = how } }
end

local function by(field, invert)
  return function(header_name, value) return match(header_name, invert, { [field] = value }) end
end

local function by_range(invert)
  return function(header_name, first, last)
    return match(header_name, invert, { range = { start = first, ["end"] = last } })
  end
end

--- Each takes the header's name and a text.
HeaderMatch.value_is, HeaderMatch.value_is_not = by("exact", false), by("exact", true)
HeaderMatch.value_starts_with, HeaderMatch.value_does_not_start_with = by("prefix", false), by("prefix", true)
HeaderMatch.value_ends_with, HeaderMatch.value_does_not_end_with = by("suffix", false), by("suffix", true)
HeaderMatch.value_matches_regex, HeaderMatch.value_does_not_match_regex = by("regex", false), by("regex", true)

--- Each takes the header's name, the first number of the range, and the one after its last.
HeaderMatch.values_is_in_range, HeaderMatch.values_is_not_in_range = by_range(false), by_range(true)

local QueryParameterMatch, parameter = bound "QueryParameterMatch"

--- A parameter with exactly this value.
function QueryParameterMatch.value_is(query_parameter_name, query_parameter_value)
  return parameter {
    query_parameter_match = { name = query_parameter_name, match = { exact = query_parameter_value } },
  }
end

return { HeaderMatch = HeaderMatch, QueryParameterMatch = QueryParameterMatch }
