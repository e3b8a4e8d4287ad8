-- The fleet of examples/fleet: 12 cells of a matrix, each in a process of its own.
return include "../../examples/fleet/fleet.lua"
