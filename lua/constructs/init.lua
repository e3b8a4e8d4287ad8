local engine = require "luacdk.engine"

return engine.module("constructs", {
  Construct = "construct",
  Dependable = "dependable",
  DependencyGroup = "dependable",
  Node = "construct",
  RootConstruct = "construct",
})
