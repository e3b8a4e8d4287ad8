--- How the data of a table is stored: the classes that read and write it, and what crawlers and jobs call it.
local engine = require "luacdk.engine"

local DataFormat = engine.class "aws_cdk.aws_glue.DataFormat"

--- Arguments: DataFormatProps: input_format, output_format, serialization_library (required).
function DataFormat:init(props)
  self.input_format, self.output_format = props.input_format, props.output_format
  self.serialization_library = props.serialization_library
  self.classification_string = props.classification_string
end

return { DataFormat = DataFormat }
