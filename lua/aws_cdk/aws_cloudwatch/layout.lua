-- The positions of widgets on a dashboard: in rows and columns of a grid that is 24 units wide.
local engine = require "luacdk.engine"

local GRID_WIDTH = 24

local function json_of(widgets)
  local list = {}
  for _, widget in ipairs(widgets) do
    for _, json in ipairs(widget:to_json()) do list[#list + 1] = json end
  end
  return list
end

--------------------------------------------------------------------------------------------------------------------

local Row = engine.class "aws_cdk.aws_cloudwatch.Row"

local function place(self, x, y, widget)
  self._offsets[#self._offsets + 1] = { x = x, y = y }
  self.width = math.max(self.width, x + widget.width)
  self.height = math.max(self.height, y + widget.height)
end

-- Places the widgets of a list, which may be longer than a call's arguments.
function Row:_fill(widgets)
  self.widgets = widgets
  local x, y = 0, 0
  for _, widget in ipairs(widgets) do
    if x + widget.width > GRID_WIDTH then x, y = 0, self.height end
    place(self, x, y, widget)
    x = x + widget.width
  end
end

--- Arguments: the widgets. Those that do not fit beside each other go below.
function Row:init(...)
  self._offsets = {}
  self.width, self.height = 0, 0
  self:_fill { ... }
end

function Row:add_widget(widget)
  self.widgets[#self.widgets + 1] = widget
  local x, y = self.width, self.height
  if x + widget.width > GRID_WIDTH then x = 0 end
  place(self, x, y, widget)
end

function Row:position(x, y)
  for i, widget in ipairs(self.widgets) do widget:position(x + self._offsets[i].x, y + self._offsets[i].y) end
end

function Row:to_json() return json_of(self.widgets) end

--------------------------------------------------------------------------------------------------------------------

local Column = engine.class "aws_cdk.aws_cloudwatch.Column"

--- Arguments: the widgets, from top to bottom.
function Column:init(...)
  self.widgets = {}
  self.width, self.height = 0, 0
  for _, widget in ipairs { ... } do self:add_widget(widget) end
end

function Column:add_widget(widget)
  self.widgets[#self.widgets + 1] = widget
  self.width = math.max(self.width, widget.width)
  self.height = self.height + widget.height
end

function Column:position(x, y)
  for _, widget in ipairs(self.widgets) do
    widget:position(x, y)
    y = y + widget.height
  end
end

function Column:to_json() return json_of(self.widgets) end

--------------------------------------------------------------------------------------------------------------------

local Spacer = engine.class "aws_cdk.aws_cloudwatch.Spacer"

--- Argument: a table with width and height (default 1 each).
function Spacer:init(props)
  self.width = props.width or 1
  self.height = props.height or 1
end

function Spacer:position() end
function Spacer:to_json() return {} end

return { Row = Row, Column = Column, Spacer = Spacer }
