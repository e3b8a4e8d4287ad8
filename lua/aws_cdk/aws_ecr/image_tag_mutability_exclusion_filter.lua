--- Tags that are an exception to a repository's tag mutability.
local engine = require "luacdk.engine"

local MAX_LENGTH = 128

local ImageTagMutabilityExclusionFilter = engine.class "aws_cdk.aws_ecr.ImageTagMutabilityExclusionFilter"

function ImageTagMutabilityExclusionFilter:init(kind, pattern)
  if not engine.is_unresolved(pattern) then
    if pattern == "" then
      engine.fail(nil, "the pattern of a tag exclusion filter is empty; -> give a tag, with * for any text")
    end
    if #pattern > MAX_LENGTH then
      engine.fail(nil, "the pattern of a tag exclusion filter has at most %d characters, this one has %d", MAX_LENGTH,
        #pattern)
    end
    if pattern:find "[^%w._*%-]" then
      engine.fail(nil, "tag exclusion pattern %s: only letters, digits, '.', '_', '*' and '-' are allowed",
        engine.display(pattern))
    end
  end
  self._kind = kind
  self._pattern = pattern
end

--- Tags that match `pattern`, in which `*` stands for any characters.
function ImageTagMutabilityExclusionFilter.wildcard(pattern)
  return ImageTagMutabilityExclusionFilter("WILDCARD", pattern)
end

-- The filter as CfnRepository takes it.
function ImageTagMutabilityExclusionFilter:_render()
  return {
    image_tag_mutability_exclusion_filter_type = self._kind,
    image_tag_mutability_exclusion_filter_value = self._pattern,
  }
end

return { ImageTagMutabilityExclusionFilter = ImageTagMutabilityExclusionFilter }
