local assertions = require "aws_cdk.assertions"
local engine = require "luacdk.engine"
local failure = require "aws_cdk.assertions.failure"
local json_value = require "aws_cdk.assertions.json_value"
local sections = require "aws_cdk.assertions.sections"
local synthesised = require "aws_cdk.assertions.synthesised"

--- The tags of a stack itself, as in the manifest.
local Tags = engine.class("aws_cdk.assertions.Tags")

--- The tags of a stack, after synthesising its app (or stage).
function Tags.from_stack(stack)
  local tags = Tags()
  tags._tags = synthesised(stack):get_stack_artifact(stack.artifact_id).tags
  return tags
end

--- Expects the tags to match: a table that may leave out some, or a matcher.
function Tags:has_values(tags)
  if assertions.Matcher.is_matcher(tags) and tags.name == "absent" then
    failure.raise "a stack without tags has an empty map of them: use has_none() in place of Match.absent()"
  end
  local result = sections.matcher_of(tags):test(self._tags):finished()
  if result:has_failed() then failure.raise("the stack's tags do not match:\n%s", result:render_mismatch()) end
end

--- Expects that there are no tags.
function Tags:has_none() self:has_values(assertions.Match.exact(engine.map {})) end

--- The tags as a map.
function Tags:all() return json_value.plain(self._tags) end

return { Tags = Tags }
