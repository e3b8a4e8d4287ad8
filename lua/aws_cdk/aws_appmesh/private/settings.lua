--- Settings that several classes have, as L1 properties. What is not given is nothing.
local engine = require "luacdk.engine"

local settings = {}

local MOST_MATCHES = 10

--- A time in milliseconds.
function settings.time(duration) return duration and { unit = "ms", value = duration:to_milliseconds() } end

--- How long a connection, and a request, may last: { idle =, per_request = }.
function settings.timeout(timeout)
  return timeout and { idle = settings.time(timeout.idle), per_request = settings.time(timeout.per_request) }
end

--- The one property of the protocol. That of "grpc" and "http2" has the same name in all structs.
function settings.by_protocol(protocol, value) return value and { [protocol] = value } end

local function names(given, scope)
  return given and { match = given:bind(scope).subject_alternative_names_match }
end

local function validation(given, scope)
  return given and {
    subject_alternative_names = names(given.subject_alternative_names, scope),
    trust = given.trust:bind(scope).tls_validation_trust,
  }
end

--- TLS towards a backend, by a TlsClientPolicy.
function settings.client_tls(scope, policy)
  if not policy then return nil end
  local certificate = policy.mutual_tls_certificate
  return {
    certificate = certificate and certificate:bind(scope).tls_certificate,
    ports = policy.ports,
    enforce = policy.enforce,
    validation = validation(policy.validation, scope),
  }
end

--- What all backends have, by BackendDefaults.
function settings.backend_defaults(scope, defaults)
  return defaults and { client_policy = { tls = settings.client_tls(scope, defaults.tls_client_policy) } }
end

--- TLS of a listener, by ListenerTlsOptions.
function settings.listener_tls(scope, options)
  return options and {
    certificate = options.certificate:bind(scope).tls_certificate,
    mode = options.mode,
    validation = validation(options.mutual_tls_validation, scope),
  }
end

--- What `bind` gives in `field` for each item of a list.
function settings.bound(list, scope, field)
  if not list then return nil end
  local all = engine.list {}
  for i, one in ipairs(list) do all[i] = one:bind(scope)[field] end
  return all
end

--- Fails if a list of matches, which may be nil, has none or too many.
function settings.check_count(scope, list, name)
  if list and (#list < 1 or #list > MOST_MATCHES) then
    engine.fail(scope, "a match must have 1 to %d %s, got %d", MOST_MATCHES, name, #list)
  end
end

return settings
