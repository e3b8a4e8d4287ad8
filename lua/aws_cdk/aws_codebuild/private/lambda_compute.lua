-- Whether a compute type is one of Lambda's.
local function is_lambda_compute_type(compute_type)
  return type(compute_type) == "string" and compute_type:find "^BUILD_LAMBDA_%d" ~= nil
end

return is_lambda_compute_type
