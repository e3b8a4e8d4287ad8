--- CloudFormation's quotas for a template, used to check stacks and to count in sessions. `bytes` is for templates that
--- are uploaded, `direct` for those that are sent directly; `description` is also in bytes.
return { resources = 500, parameters = 200, outputs = 200, mappings = 200, bytes = 1000000, direct = 51200,
  description = 1024 }
