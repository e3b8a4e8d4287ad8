-- Colours of metrics in graphs.
local engine = require "luacdk.engine"

local Color = engine.class "aws_cdk.aws_cloudwatch.Color"

Color.BLUE = "#1f77b4"
Color.BROWN = "#8c564b"
Color.GREEN = "#2ca02c"
Color.GREY = "#7f7f7f"
Color.ORANGE = "#ff7f0e"
Color.PINK = "#e377c2"
Color.PURPLE = "#9467bd"
Color.RED = "#d62728"

return { Color = Color }
