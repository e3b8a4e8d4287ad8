--- Tests of templates: what a stack makes, compared with patterns.
local engine = require "luacdk.engine"

return engine.module("aws_cdk.assertions", {
  Annotations = "annotations",
  Capture = "capture",
  Match = "match",
  MatchResult = "match_result",
  Matcher = "matcher",
  Tags = "tags",
  Template = "template",
})
