-- The format of the S3 data that a table starts with.
local engine = require "luacdk.engine"

local InputFormat = engine.class "aws_cdk.aws_dynamodb.InputFormat"

local DELIMITERS = {
  [","] = "comma", ["\t"] = "tab", [":"] = "colon", [";"] = "semicolon", ["|"] = "pipe", [" "] = "space",
}

local function make(name, options)
  local format = InputFormat()
  format._format, format._options = name, options
  return format
end

function InputFormat:_render() return { input_format = self._format, input_format_options = self._options } end

--- DynamoDB's own JSON.
function InputFormat.dynamo_db_json() return make("DYNAMODB_JSON") end

--- Amazon Ion.
function InputFormat.ion() return make("ION") end

--- CSV. Options: delimiter, header_list.
function InputFormat.csv(options)
  options = options or {}
  local delimiter = options.delimiter
  if delimiter and delimiter ~= "" and not DELIMITERS[delimiter] then
    engine.fail(nil, "delimiter must be one character, a comma, tab, colon, semicolon, pipe or space, got %s",
      engine.display(delimiter))
  end
  return make("CSV", { csv = { delimiter = delimiter, header_list = options.header_list } })
end

return { InputFormat = InputFormat }
