--- Definitions: the implementation of `cdk.template`, `cdk.matrix` and `cdk.testing`.
local Matrix = require "luacdk.template.matrix"
local Template = require "luacdk.template.template"

return {
  template = Template.new,
  matrix = Matrix.new,
  testing = require "luacdk.template.testing",
}
