--- The rules that findings name: { id, severity, category, what is wrong, what would be right }. Rules that
--- @aws/cloudformation-validate 1.14.0 has too have its id and category, and its severity, where FATAL is an error; ours
--- begin with `luacdk::`. Findings of annotations and plug-ins have the ids that these give.
local MOST = require "aws_cdk.private.template_limits"

local function more_than(count, what) return ("more than %d %s"):format(count, what) end

return {
  -- what a call is given
  { "F3002", "error", "Schema", "a property that the resource type does not have", "the nearest name" },
  { "F3003", "error", "Schema", "a required property of a resource is missing", "its name and type" },
  { "F3012", "error", "Schema", "a resource's property has a value of the wrong type", "the type" },
  { "W3030", "warning", "Schema", "a value that CloudFormation does not know", "the values, or the nearest one" },
  { "E1150", "error", "Intrinsic", "a text that is not the id of a security group", "what one looks like" },
  { "E1151", "error", "Intrinsic", "a text that is not the id of a VPC", "what one looks like" },
  { "E1152", "error", "Intrinsic", "a text that is not the id of an image", "what one looks like" },
  { "E1154", "error", "Intrinsic", "a text that is not the id of a subnet", "what one looks like" },
  { "E1156", "error", "Intrinsic", "a text that is not the ARN of a role", "what one looks like" },
  { "F3031", "error", "Schema", "a text that does not match the property's pattern", "the pattern" },
  { "F3032", "error", "Schema", "a list with too few or too many items", "the bounds" },
  { "F3033", "error", "Schema", "a text that is too short or too long", "the bounds" },
  { "F3034", "error", "Schema", "a number that is out of bounds", "the bounds" },
  { "luacdk::unknown-property", "error", "Call", "a property that a construct or struct does not have",
    "the nearest name, or where it belongs" },
  { "luacdk::missing-property", "error", "Call", "a required property is missing", "its name and type" },
  { "luacdk::type", "error", "Call", "an argument or property of the wrong type", "the type, or what makes one" },
  { "luacdk::arguments", "error", "Call", "too many arguments", "their number" },
  { "luacdk::member", "error", "Call", "a member that a module, class or object does not have", "the nearest name" },
  { "luacdk::refused", "error", "Call", "the library refuses the call", "as the message says" },
  -- what a policy says
  { "luacdk::iam-action", "warning", "IAM", "an action that no AWS service has, or a wildcard that matches none",
    "the nearest action" },
  -- what a function runs
  { "luacdk::code-bootstrap", "error", "Code", "a provided runtime whose `bootstrap` is missing or not executable",
    "chmod 755 bootstrap" },
  { "luacdk::code-handler", "error", "Code", "the asset has no file for the handler", "the file" },
  { "luacdk::code-size", "error", "Code", "over 250 MB of files, unzipped", "the limit" },
  { "luacdk::code-unreadable", "warning", "Code", "files or folders that others may not read, so Lambda cannot",
    "o+r, and o+rx for folders" },
  { "luacdk::code-crlf", "error", "Code", "a script whose first line ends with CR LF", "LF" },
  { "luacdk::mutable-tag", "warning", "Code", "an image without tag or digest, or with the tag `latest`",
    "a tag that never moves, or a digest" },
  { "luacdk::image-platform", "warning", "Code", "an image asset without a platform", "the platform" },
  -- what is given up
  { "luacdk::deprecated", "warning", "Deprecation", "a deprecated part of the library", "its successor" },
  { "W2531", "warning", "Deprecation", "a value that AWS gives up, such as a runtime", "its successor" },
  { "E2531", "error", "Deprecation", "one with which nothing can be created any more", "its successor" },
  { "E2533", "error", "Deprecation", "one with which nothing can be created or updated any more", "its successor" },
  { "W3696", "warning", "Deprecation", "a resource type of a service that AWS will shut down", nil },
  { "W3697", "warning", "Deprecation", "a resource type of a service in maintenance", nil },
  { "E3710", "error", "Deprecation", "a resource type of a service that AWS has shut down", nil },
  -- what a template refers to
  { "F1020", "error", "Intrinsic", "Ref or Fn::GetAtt of what the template does not have", "the nearest logical id" },
  { "F6101", "error", "Intrinsic", "the same in an output", "the nearest logical id" },
  { "F1018", "error", "Intrinsic", "Fn::Sub of what the template does not have", "the nearest logical id" },
  { "F1012", "error", "Intrinsic", "Fn::FindInMap of a mapping that is not there", "the nearest one" },
  { "E9004", "error", "Intrinsic", "Fn::GetAtt of an attribute that the resource type does not have", nil },
  { "E1028", "error", "Intrinsic", "Fn::If of a condition that is not there", "the nearest one" },
  { "E8007", "error", "Intrinsic", "a condition that refers to one that is not there", "the nearest one" },
  { "E8002", "error", "Structure", "a resource whose condition is not there", "the nearest one" },
  { "E6005", "error", "Structure", "an output whose condition is not there", "the nearest one" },
  { "E3005", "error", "Reference", "DependsOn of a resource that is not there", "the nearest one" },
  { "F3004", "error", "Reference", "resources that wait for each other", nil },
  -- the whole template
  { "E1002", "error", "Structure", "a template over 1 MB", "several stacks" },
  { "F0003", "error", "Structure", more_than(MOST.parameters, "parameters"), nil },
  { "F0004", "error", "Structure", more_than(MOST.outputs, "outputs"), nil },
  { "F0007", "error", "Structure", more_than(MOST.resources, "resources"), "several stacks" },
  { "F0008", "error", "Structure", more_than(MOST.mappings, "mappings"), nil },
  { "F0011", "error", "Structure", "a description over 1,024 bytes", nil },
  { "luacdk::limit-near", "warning", "Structure", "a limit of CloudFormation is reached to 80 % or more", nil },
  -- the run
  { "luacdk::script", "error", "Run", "the script fails", nil },
  { "luacdk::definition", "error", "Run", "a definition or one of its cells fails", nil },
  { "luacdk::synthesis", "error", "Run", "the templates cannot be made", nil },
  { "luacdk::validation", "error", "Run", "a construct's validation fails", nil },
  { "luacdk::ignore", "warning", "Run", "--ignore or `luacdk:ignore-rules` names no rule", "the nearest id" },
  { "luacdk::rules", "error", "Run", "a file of rules of one's own, or one of these rules, fails", nil },
  { "luacdk::plugin", "error", "Run", "a validation plug-in fails", nil },
  { "luacdk::annotation", "warning", "Run", "an annotation without an id, with the severity it was given", nil },
  { "luacdk::foreseen-asset", "info", "Run", "an asset that was not made yet", nil },
}
