-- AWS App Mesh. The cases are twins of tools/golden/aws_appmesh.js.
local acm = require "aws_cdk.aws_certificatemanager"
local acmpca = require "aws_cdk.aws_acmpca"
local appmesh = require "aws_cdk.aws_appmesh"
local cdk = require "aws_cdk"
local cloudmap = require "aws_cdk.aws_servicediscovery"
local ec2 = require "aws_cdk.aws_ec2"
local engine = require "luacdk.engine"
local golden = require "spec.support.golden"
local iam = require "aws_cdk.aws_iam"
local refuses = require "spec.support.refuses"

local ENV = { account = "111122223333", region = "eu-west-1" }
local ARN = "arn:aws:appmesh:eu-west-1:444455556666:mesh/m"

local seconds = cdk.Duration.seconds

local function outputs(stack)
  return function(id, value) cdk.CfnOutput(stack, "Out" .. id, { value = value }) end
end

local cases = {}

function cases.meshes_and_routers(app)
  local Mesh, VirtualRouter, Listener = appmesh.Mesh, appmesh.VirtualRouter, appmesh.VirtualRouterListener
  local VirtualService, Provider = appmesh.VirtualService, appmesh.VirtualServiceProvider
  local stack = cdk.Stack(app, "S", { env = ENV })
  local out = outputs(stack)
  local mesh = Mesh(stack, "Mesh", {
    mesh_name = "named", egress_filter = appmesh.MeshFilterType.ALLOW_ALL,
    service_discovery = { ip_preference = appmesh.IpPreference.IPV4_ONLY },
  })
  local plain = Mesh(stack, "Plain")
  local by_arn, by_name = Mesh.from_mesh_arn(stack, "ByArn", ARN), Mesh.from_mesh_name(stack, "ByName", "there")
  local router = mesh:add_virtual_router("Router", {
    virtual_router_name = "r", listeners = { Listener.http(80), Listener.http2(), Listener.grpc(81), Listener.tcp(82) },
  })
  local own = VirtualRouter(stack, "Own", { mesh = plain })
  by_arn:add_virtual_router("There", { listeners = {} })
  by_name:add_virtual_router "Here"
  local node = plain:add_virtual_node "Node"
  local service = VirtualService(stack, "ByNode", {
    virtual_service_name = "a.local", virtual_service_provider = Provider.virtual_node(node),
  })
  VirtualService(stack, "ByRouter", { virtual_service_provider = Provider.virtual_router(router) })
  VirtualService(stack, "ByNothing", { virtual_service_provider = Provider.none(by_arn) })
  local router_there = VirtualRouter.from_virtual_router_arn(stack, "RouterByArn", ARN .. "/virtualRouter/r")
  local router_given = VirtualRouter.from_virtual_router_attributes(stack, "RouterGiven", {
    mesh = mesh, virtual_router_name = "given",
  })
  local service_there = VirtualService.from_virtual_service_arn(stack, "ServiceByArn", ARN .. "/virtualService/s.local")
  local service_given = VirtualService.from_virtual_service_attributes(stack, "ServiceGiven", {
    mesh = by_arn, virtual_service_name = "given.local",
  })
  out("Mesh", mesh.mesh_arn)
  out("Plain", plain.mesh_ref.mesh_arn)
  out("ByArn", by_arn.mesh_name)
  out("ByName", by_name.mesh_arn)
  out("Router", router.virtual_router_arn)
  out("Own", own.virtual_router_ref.virtual_router_arn)
  out("There", router_there.virtual_router_name .. router_there.mesh.mesh_name .. router_there.mesh.mesh_arn)
  out("Given", router_given.virtual_router_arn)
  out("Service", service.virtual_service_arn .. service.mesh.mesh_name)
  out("ServiceThere", service_there.virtual_service_name .. service_there.mesh.mesh_arn)
  out("ServiceGiven", service_given.virtual_service_ref.virtual_service_arn)
end

function cases.virtual_nodes(app)
  local VirtualNode, Listener, HealthCheck = appmesh.VirtualNode, appmesh.VirtualNodeListener, appmesh.HealthCheck
  local TlsCertificate, Trust, Names =
    appmesh.TlsCertificate, appmesh.TlsValidationTrust, appmesh.SubjectAlternativeNames
  local ServiceDiscovery, Backend, AccessLog = appmesh.ServiceDiscovery, appmesh.Backend, appmesh.AccessLog
  local stack = cdk.Stack(app, "S", { env = ENV })
  local out = outputs(stack)
  local mesh = appmesh.Mesh(stack, "Mesh")
  local authority = acmpca.CertificateAuthority.from_certificate_authority_arn(
    stack, "Ca", "arn:aws:acm-pca:eu-west-1:111122223333:certificate-authority/c")
  local certificate = acm.Certificate.from_certificate_arn(
    stack, "Cert", "arn:aws:acm:eu-west-1:111122223333:certificate/c")
  local namespace = cloudmap.PrivateDnsNamespace(stack, "Space", {
    name = "local", vpc = ec2.Vpc.from_vpc_attributes(stack, "Vpc", { vpc_id = "v", availability_zones = { "a" } }),
  })
  local outlier_detection = {
    base_ejection_duration = seconds(10), interval = seconds(30), max_ejection_percent = 50, max_server_errors = 5,
  }
  local node = VirtualNode(stack, "Node", {
    mesh = mesh, virtual_node_name = "n",
    service_discovery = ServiceDiscovery.dns("a.local", appmesh.DnsResponseType.ENDPOINTS,
      appmesh.IpPreference.IPV6_PREFERRED),
    listeners = {
      Listener.http {
        port = 80,
        health_check = HealthCheck.http {
          path = "/ping", healthy_threshold = 3, unhealthy_threshold = 10, interval = seconds(300),
          timeout = seconds(60),
        },
        timeout = { idle = seconds(1), per_request = seconds(2) },
        tls = {
          certificate = TlsCertificate.acm(certificate), mode = appmesh.TlsMode.STRICT,
          mutual_tls_validation = {
            trust = Trust.file "chain", subject_alternative_names = Names.matching_exactly("a", "b"),
          },
        },
        outlier_detection = outlier_detection, connection_pool = { max_connections = 10, max_pending_requests = 5 },
      },
      Listener.http2 {
        health_check = HealthCheck.http2(), timeout = {},
        tls = {
          certificate = TlsCertificate.file("chain", "key"), mode = appmesh.TlsMode.PERMISSIVE,
          mutual_tls_validation = { trust = Trust.sds "secret" },
        },
        connection_pool = { max_requests = 7 },
      },
      Listener.grpc {
        port = 82, health_check = HealthCheck.grpc { interval = seconds(5) }, timeout = { per_request = seconds(9) },
        tls = { certificate = TlsCertificate.sds "secret", mode = appmesh.TlsMode.DISABLED },
        connection_pool = { max_requests = 8 },
      },
      Listener.tcp {
        port = 83, health_check = HealthCheck.tcp { timeout = seconds(2) }, timeout = { idle = seconds(4) },
        connection_pool = { max_connections = 9 }, outlier_detection = outlier_detection,
      },
    },
    access_log = AccessLog.from_file_path("/dev/stdout",
      appmesh.LoggingFormat.from_json(engine.ordered("b", "%B%", "a", "%A%"))),
    backend_defaults = { tls_client_policy = { validation = { trust = Trust.acm { authority } } } },
  })
  local mapped = mesh:add_virtual_node("Mapped", {
    service_discovery = ServiceDiscovery.cloud_map(namespace:create_service "Svc",
      engine.ordered("k", "v", "a", "b"), appmesh.IpPreference.IPV4_PREFERRED),
    backend_defaults = {}, access_log = AccessLog.from_file_path("log", appmesh.LoggingFormat.from_text "%A%"),
  })
  local other = mesh:add_virtual_node("Other", {
    service_discovery = ServiceDiscovery.cloud_map(namespace:create_service "Second"),
    access_log = AccessLog.from_file_path "plain",
  })
  local function service(id, of)
    return appmesh.VirtualService(stack, id, {
      virtual_service_provider = appmesh.VirtualServiceProvider.virtual_node(of),
    })
  end
  local first, second = service("First", mapped), service("Second", other)
  mapped:add_backend(Backend.virtual_service(second))
  mapped:add_listener(Listener.tcp())
  other:add_listener(Listener.http())
  other:add_backend(Backend.virtual_service(first, {
    tls_client_policy = {
      enforce = false, ports = { 80, 81 },
      validation = { trust = Trust.file "chain", subject_alternative_names = Names.matching_exactly "c" },
      mutual_tls_certificate = TlsCertificate.file("chain", "key"),
    },
  }))
  local service_there = appmesh.VirtualService.from_virtual_service_attributes(stack, "There", {
    mesh = mesh, virtual_service_name = "b.local",
  })
  VirtualNode(stack, "Backends", {
    mesh = mesh,
    backends = {
      Backend.virtual_service(service_there, {
        tls_client_policy = {
          validation = { trust = Trust.sds "s" }, mutual_tls_certificate = TlsCertificate.sds "t",
        },
      }),
      Backend.virtual_service(first, {}),
    },
  })
  local there = VirtualNode.from_virtual_node_arn(stack, "ByArn", ARN .. "/virtualNode/n")
  local given = VirtualNode.from_virtual_node_attributes(stack, "Given", { mesh = mesh, virtual_node_name = "given" })
  local user = iam.User(stack, "User")
  node:grant_stream_aggregated_resources(user)
  there:grant_stream_aggregated_resources(user)
  given.grants:stream_aggregated_resources(user)
  appmesh.VirtualNodeGrants.from_virtual_node(mapped):actions(user, { "appmesh:DescribeVirtualNode" })
  out("Node", node.virtual_node_arn .. node.virtual_node_name .. node.mesh.mesh_name)
  out("There", there.virtual_node_name .. there.mesh.mesh_arn)
  out("Ref", mapped.virtual_node_ref.virtual_node_arn)
end

function cases.virtual_gateways(app)
  local VirtualGateway, Listener, HealthCheck =
    appmesh.VirtualGateway, appmesh.VirtualGatewayListener, appmesh.HealthCheck
  local GatewayRoute, Spec, Host = appmesh.GatewayRoute, appmesh.GatewayRouteSpec, appmesh.GatewayRouteHostnameMatch
  local Path, HeaderMatch = appmesh.HttpGatewayRoutePathMatch, appmesh.HeaderMatch
  local stack = cdk.Stack(app, "S", { env = ENV })
  local out = outputs(stack)
  local mesh = appmesh.Mesh(stack, "Mesh")
  local node = mesh:add_virtual_node "Node"
  local service = appmesh.VirtualService(stack, "Service", {
    virtual_service_name = "s.local", virtual_service_provider = appmesh.VirtualServiceProvider.virtual_node(node),
  })
  local tls = { certificate = appmesh.TlsCertificate.file("c", "k"), mode = appmesh.TlsMode.STRICT }
  local gateway = VirtualGateway(stack, "Gateway", {
    mesh = mesh, virtual_gateway_name = "g",
    access_log = appmesh.AccessLog.from_file_path("/dev/stdout", appmesh.LoggingFormat.from_text "t"),
    backend_defaults = { tls_client_policy = { validation = { trust = appmesh.TlsValidationTrust.file "chain" } } },
    listeners = {
      Listener.http {
        port = 443, health_check = HealthCheck.http(), tls = tls,
        connection_pool = { max_connections = 1, max_pending_requests = 2 },
      },
    },
  })
  local many = mesh:add_virtual_gateway("Many", {
    listeners = {
      Listener.http2 {
        port = 81, health_check = HealthCheck.http2 { healthy_threshold = 2 }, tls = tls,
        connection_pool = { max_requests = 3 },
      },
      Listener.grpc { health_check = HealthCheck.grpc(), connection_pool = { max_requests = 4 } },
      Listener.grpc(),
    },
  })
  local plain = mesh:add_virtual_gateway "Plain"
  local match = {
    path = Path.starts_with("/a/", "/b/"),
    headers = {
      HeaderMatch.value_is("h", "v"), HeaderMatch.value_is_not("h", "v"), HeaderMatch.value_starts_with("h", "v"),
      HeaderMatch.value_does_not_start_with("h", "v"), HeaderMatch.value_ends_with("h", "v"),
      HeaderMatch.value_does_not_end_with("h", "v"), HeaderMatch.value_matches_regex("h", "v"),
      HeaderMatch.value_does_not_match_regex("h", "v"), HeaderMatch.values_is_in_range("h", 1, 5),
      HeaderMatch.values_is_not_in_range("h", 1, 5),
    },
    hostname = Host.exactly "a.example.com", method = appmesh.HttpRouteMethod.GET, port = 443,
    query_parameters = { appmesh.QueryParameterMatch.value_is("q", "v") }, rewrite_request_hostname = false,
  }
  local http = gateway:add_gateway_route("Http", {
    route_spec = Spec.http { route_target = service, priority = 10, match = match }, gateway_route_name = "http",
  })
  local function add(id, kind, route_match)
    plain:add_gateway_route(id, { route_spec = Spec[kind] { route_target = service, match = route_match } })
  end
  add("Http2", "http2", {
    path = Path.exactly("/a", "/b"), rewrite_request_hostname = true, hostname = Host.ends_with ".example.com",
  })
  add("Usual", "http")
  add("NoRewrite", "http", { path = Path.starts_with("/a", "") })
  add("Regex", "http", { path = Path.regex(".*", "/b"), headers = {} })
  add("Whole", "http", { path = Path.regex "x", rewrite_request_hostname = false })
  add("Exact", "http", { path = Path.exactly "/c" })
  GatewayRoute(stack, "Grpc", {
    virtual_gateway = plain,
    route_spec = Spec.grpc {
      route_target = service, priority = 3,
      match = {
        service_name = "x", hostname = Host.exactly "h", metadata = { HeaderMatch.value_is("m", "v") }, port = 9,
        rewrite_request_hostname = true,
      },
    },
  })
  GatewayRoute(stack, "Port", {
    virtual_gateway = plain, route_spec = Spec.grpc { route_target = service, match = { port = 9 } },
  })
  local there = VirtualGateway.from_virtual_gateway_arn(stack, "ByArn", ARN .. "/virtualGateway/g")
  local given = VirtualGateway.from_virtual_gateway_attributes(stack, "Given", {
    mesh = mesh, virtual_gateway_name = "given",
  })
  there:add_gateway_route("There", { route_spec = Spec.http { route_target = service } })
  local route = GatewayRoute.from_gateway_route_arn(stack, "RouteByArn", ARN .. "/virtualGateway/g/gatewayRoute/r")
  local route_given = GatewayRoute.from_gateway_route_attributes(stack, "RouteGiven", {
    virtual_gateway = gateway, gateway_route_name = "given",
  })
  local user = iam.User(stack, "User")
  gateway:grant_stream_aggregated_resources(user)
  there.grants:stream_aggregated_resources(user)
  given:grant_stream_aggregated_resources(user)
  out("Gateway", many.virtual_gateway_arn .. gateway.virtual_gateway_name .. gateway.mesh.mesh_name)
  out("There", there.virtual_gateway_name .. there.mesh.mesh_arn)
  out("Route", http.gateway_route_arn .. http.gateway_route_name .. http.virtual_gateway.virtual_gateway_name)
  out("RouteThere", route.gateway_route_name .. route.virtual_gateway.virtual_gateway_name
    .. route.virtual_gateway.mesh.mesh_name .. route.gateway_route_ref.gateway_route_arn)
  out("RouteGiven", route_given.gateway_route_arn)
end

function cases.routes(app)
  local Route, Spec, Path, HeaderMatch =
    appmesh.Route, appmesh.RouteSpec, appmesh.HttpRoutePathMatch, appmesh.HeaderMatch
  local HttpRetryEvent, TcpRetryEvent, GrpcRetryEvent =
    appmesh.HttpRetryEvent, appmesh.TcpRetryEvent, appmesh.GrpcRetryEvent
  local stack = cdk.Stack(app, "S", { env = ENV })
  local out = outputs(stack)
  local mesh = appmesh.Mesh(stack, "Mesh")
  local router, node = mesh:add_virtual_router "Router", mesh:add_virtual_node "Node"
  local targets = {
    { virtual_node = node }, { virtual_node = node, weight = 0, port = 80 }, { virtual_node = node, weight = 7 },
  }
  local http = router:add_route("http", {
    route_name = "not this",
    route_spec = Spec.http {
      weighted_targets = targets, priority = 1, timeout = { idle = seconds(1), per_request = seconds(2) },
      match = {
        path = Path.exactly "/a", headers = { HeaderMatch.value_is("h", "v") }, method = appmesh.HttpRouteMethod.POST,
        port = 80, protocol = appmesh.HttpRouteProtocol.HTTPS,
        query_parameters = { appmesh.QueryParameterMatch.value_is("q", "v") },
      },
      retry_policy = {
        http_retry_events = { HttpRetryEvent.CLIENT_ERROR }, tcp_retry_events = { TcpRetryEvent.CONNECTION_ERROR },
        retry_attempts = 5, retry_timeout = seconds(10),
      },
    },
  })
  router:add_route("http2", {
    route_spec = Spec.http2 {
      weighted_targets = { { virtual_node = node } }, match = { path = Path.regex ".*" }, timeout = {},
      retry_policy = {
        http_retry_events = {}, tcp_retry_events = { TcpRetryEvent.CONNECTION_ERROR }, retry_attempts = 0,
        retry_timeout = cdk.Duration.millis(5),
      },
    },
  })
  router:add_route("prefix", {
    route_spec = Spec.http { weighted_targets = targets, match = { path = Path.starts_with "/p" } },
  })
  router:add_route("usual", { route_spec = Spec.http { weighted_targets = {} } })
  router:add_route("tcp", {
    route_spec = Spec.tcp { weighted_targets = targets, priority = 2, timeout = { idle = seconds(3) } },
  })
  local own = Route(stack, "Grpc", {
    mesh = mesh, virtual_router = router,
    route_spec = Spec.grpc {
      weighted_targets = targets, priority = 4, timeout = { per_request = seconds(4) },
      match = { service_name = "s", method_name = "m", metadata = { HeaderMatch.value_is("h", "v") }, port = 9 },
      retry_policy = {
        grpc_retry_events = { GrpcRetryEvent.INTERNAL_ERROR, GrpcRetryEvent.CANCELLED }, retry_attempts = 1,
        retry_timeout = seconds(1),
      },
    },
  })
  local there = appmesh.VirtualRouter.from_virtual_router_arn(stack, "RouterByArn", ARN .. "/virtualRouter/r")
  there:add_route("There", { route_spec = Spec.grpc { weighted_targets = targets, match = { port = 1 } } })
  local by_arn = Route.from_route_arn(stack, "ByArn", ARN .. "/virtualRouter/r/route/x")
  local given = Route.from_route_attributes(stack, "Given", { virtual_router = router, route_name = "given" })
  out("Http", http.route_arn .. http.route_name .. http.virtual_router.virtual_router_name)
  out("Own", own.route_ref.route_arn)
  out("ByArn", by_arn.route_name .. by_arn.virtual_router.virtual_router_name .. by_arn.virtual_router.mesh.mesh_name)
  out("Given", given.route_arn)
end

-- Meshes of other accounts and stacks, and values that are known only at deployment.
function cases.meshes_elsewhere(app)
  local there = cdk.Stack(app, "There", { env = { account = "444455556666", region = "eu-west-1" } })
  local here, open = cdk.Stack(app, "Here", { env = ENV }), cdk.Stack(app, "Open")
  local mesh = appmesh.Mesh(there, "Mesh", { mesh_name = "shared" })
  local router = appmesh.VirtualRouter(here, "Router", { mesh = mesh })
  local node = appmesh.VirtualNode(here, "Node", {
    mesh = mesh, service_discovery = appmesh.ServiceDiscovery.dns "h",
    listeners = { appmesh.VirtualNodeListener.http() },
  })
  local gateway = appmesh.VirtualGateway(here, "Gateway", { mesh = mesh })
  local service = appmesh.VirtualService(here, "Service", {
    virtual_service_name = "s", virtual_service_provider = appmesh.VirtualServiceProvider.virtual_router(router),
  })
  gateway:add_gateway_route("Route", { route_spec = appmesh.GatewayRouteSpec.http { route_target = service } })
  router:add_route("r", {
    route_spec = appmesh.RouteSpec.tcp { weighted_targets = { { virtual_node = node } } },
  })
  local function value(id) return cdk.CfnParameter(open, id).value_as_string end
  local out = outputs(open)
  local by_arn = appmesh.Mesh.from_mesh_arn(open, "ByArn", value "MeshArn")
  local named = appmesh.Mesh.from_mesh_arn(open, "Named", ARN)
  by_arn:add_virtual_node("Node", { virtual_node_name = value "NodeName" })
  named:add_virtual_router "Router"
  out("Mesh", by_arn.mesh_name)
  local node_there = appmesh.VirtualNode.from_virtual_node_arn(open, "NodeByArn", value "NodeArn")
  out("Node", node_there.virtual_node_name .. node_there.mesh.mesh_name)
  out("Shared", appmesh.VirtualNode(here, "Named", { mesh = mesh, virtual_node_name = "fixed" }).mesh.mesh_name)
end

describe("aws_appmesh", function()
  golden.check("aws_appmesh", cases)

  local stack, mesh
  before_each(function()
    stack = cdk.Stack(cdk.App(), "S")
    mesh = appmesh.Mesh(stack, "Mesh")
  end)

  it("refuses health checks out of bounds, or known only at deployment", function()
    local HealthCheck = appmesh.HealthCheck
    for _, kind in ipairs { "http", "http2", "grpc", "tcp" } do
      for _, wrong in ipairs { 1, 11 } do
        refuses("healthy_threshold must be between 2 and 10", HealthCheck[kind], { healthy_threshold = wrong })
        refuses("unhealthy_threshold must be between 2 and 10", HealthCheck[kind], { unhealthy_threshold = wrong })
      end
      refuses("interval must be between 5 and 300 seconds", HealthCheck[kind], { interval = seconds(4) })
      refuses("interval must be between 5 and 300 seconds", HealthCheck[kind], { interval = seconds(301) })
      refuses("timeout must be between 2 and 60 seconds", HealthCheck[kind], { timeout = cdk.Duration.millis(1999) })
      refuses("timeout must be between 2 and 60 seconds", HealthCheck[kind], { timeout = seconds(61) })
    end
    local number = cdk.CfnParameter(stack, "Number", { type = "Number" }).value_as_number
    refuses("healthy_threshold must be between", HealthCheck.http, { healthy_threshold = number })
    refuses("interval must be between", HealthCheck.http, { interval = cdk.Duration.millis(number) })
  end)

  it("refuses paths without slashes", function()
    local Path, Gateway = appmesh.HttpRoutePathMatch, appmesh.HttpGatewayRoutePathMatch
    refuses("a path to match exactly must begin with '/', got 'a'", Path.exactly, "a")
    refuses("a prefix to match must begin with '/', got 'a'", Path.starts_with, "a")
    refuses("a path to match exactly must begin with '/'", Gateway.exactly, "a")
    refuses("a prefix to match must begin with '/'", Gateway.starts_with, "")
    refuses("a prefix to match that is rewritten must end with '/', got '/a'", Gateway.starts_with, "/a", "/b/")
    for _, wrong in ipairs { "b/", "/b" } do
      refuses("what a prefix is rewritten to must begin and end with '/'", Gateway.starts_with, "/a/", wrong)
    end
    refuses("what a whole path is rewritten to must not be empty", Gateway.exactly, "/a", "")
    refuses("what a whole path is rewritten to must begin with '/', got 'b'", Gateway.regex, ".*", "b")
    refuses("a prefix to match must begin with '/'", Path.starts_with, cdk.CfnParameter(stack, "Path").value_as_string)
  end)

  it("refuses retry policies without events", function()
    local policy = { retry_attempts = 1, retry_timeout = seconds(1), tcp_retry_events = {} }
    refuses("at least one of http_retry_events, tcp_retry_events", appmesh.RouteSpec.http,
      { weighted_targets = {}, retry_policy = policy })
    refuses("at least one of grpc_retry_events, http_retry_events, tcp_retry_events", appmesh.RouteSpec.grpc,
      { weighted_targets = {}, match = {}, retry_policy = policy })
  end)

  it("refuses matches of nothing, of a method alone, and of too many things", function()
    local router = mesh:add_virtual_router "Router"
    local function route(kind, match)
      local id = "R" .. #router.node.children
      return router.add_route, router, id,
        { route_spec = appmesh.RouteSpec[kind] { weighted_targets = {}, match = match } }
    end
    local many = {}
    for i = 1, 11 do many[i] = appmesh.HeaderMatch.value_is("h", "v") end
    refuses("a match must have 1 to 10 headers, got 0", route("http", { headers = {} }))
    refuses("a match must have 1 to 10 query_parameters, got 0", route("http2", { query_parameters = {} }))
    refuses("a match must have 1 to 10 metadata, got 11", route("grpc", { metadata = many }))
    refuses("the match of a gRPC route needs", route("grpc", {}))
    refuses("a match with method_name needs service_name", route("grpc", { method_name = "m" }))
    local gateway, service = mesh:add_virtual_gateway "Gateway", appmesh.VirtualService(stack, "Service", {
      virtual_service_provider = appmesh.VirtualServiceProvider.none(mesh),
    })
    local function gateway_route(match)
      local id = "R" .. #gateway.node.children
      return gateway.add_gateway_route, gateway, id,
        { route_spec = appmesh.GatewayRouteSpec.grpc { route_target = service, match = match } }
    end
    refuses("the match of a gRPC gateway route needs", gateway_route { rewrite_request_hostname = true })
    refuses("a match must have 1 to 10 metadata, got 0", gateway_route { metadata = {} })
  end)

  it("refuses listeners of a node that is not found", function()
    local listener = appmesh.VirtualNodeListener.http()
    refuses("a node with a listener needs service_discovery", mesh.add_virtual_node, mesh, "Node",
      { listeners = { listener } })
    local node = mesh:add_virtual_node "Other"
    refuses("a node with a listener needs service_discovery", node.add_listener, node, listener)
  end)

  it("refuses trust in no authority, and in one whose ARN is not known", function()
    local function defaults(...)
      local trust = appmesh.TlsValidationTrust.acm { ... }
      return { backend_defaults = { tls_client_policy = { validation = { trust = trust } } } }
    end
    refuses("certificate_authorities must have at least one", mesh.add_virtual_gateway, mesh, "None", defaults())
    local own = acmpca.CfnCertificateAuthority(stack, "Ca", {
      key_algorithm = "RSA_2048", signing_algorithm = "SHA256WITHRSA", subject = {}, type = "ROOT",
    })
    refuses("certificate_authorities[1] must be an ICertificateAuthority", mesh.add_virtual_gateway, mesh, "Own",
      defaults(own))
  end)

  it("refuses a log format without fields", function()
    refuses("json_logging_format must have at least one field", appmesh.LoggingFormat.from_json, {})
  end)

  it("refuses ARNs without a name, and names that are missing where they are needed", function()
    for noun, form in pairs {
      virtual_node = "virtualNode/<name>", virtual_router = "virtualRouter/<name>",
      virtual_gateway = "virtualGateway/<name>", virtual_service = "virtualService/<name>",
      route = "virtualRouter/<name>", gateway_route = "virtualGateway/<gateway>/gatewayRoute/<name>",
    } do
      local class = noun:gsub("^%l", string.upper):gsub("_(%l)", string.upper)
      local from_arn = appmesh[class]["from_" .. noun .. "_arn"]
      refuses(":mesh/<mesh>/" .. form, from_arn, stack, noun, "arn:aws:appmesh:eu-west-1:111122223333:mesh")
      assert.is_nil(from_arn(stack, noun .. "2", ARN)[noun .. "_name"])
    end
    local router = appmesh.VirtualRouter.from_virtual_router_arn(stack, "Router", ARN)
    refuses("virtual_router_name", router.add_route, router, "r", {
      route_spec = appmesh.RouteSpec.tcp { weighted_targets = {} },
    })
    refuses("virtual_router_name is not known", appmesh.Route.from_route_attributes, stack, "Route", {
      virtual_router = router, route_name = "r",
    })
  end)

  it("refuses routes of a gateway with several listeners at synthesis", function()
    local listener = appmesh.VirtualGatewayListener.http()
    local gateway = mesh:add_virtual_gateway("Gateway", { listeners = { listener, listener } })
    gateway:add_gateway_route("Route", {
      route_spec = appmesh.GatewayRouteSpec.http {
        route_target = appmesh.VirtualService(stack, "Service", {
          virtual_service_provider = appmesh.VirtualServiceProvider.none(mesh),
        }),
      },
    })
    refuses("the gateway S/Mesh/Gateway has 2 listeners", function() cdk.assertions.Template.from_stack(stack) end)
  end)

  it("takes classes of the user's, which must have a bind", function()
    local Own = appmesh.HeaderMatch:extend "Own"
    function Own:init() end
    local router = mesh:add_virtual_router "Router"
    local spec = appmesh.RouteSpec.http { weighted_targets = {}, match = { headers = { Own() } } }
    refuses("Own has no method bind", router.add_route, router, "r", { route_spec = spec })
    function Own:bind() return { header_match = { name = "own" } } end
    router:add_route("s", { route_spec = spec })
    local headers = cdk.assertions.Template.from_stack(stack):find_resources "AWS::AppMesh::Route"
    local _, route = next(headers)
    assert.equal("own", route.Properties.Spec.HttpRoute.Match.Headers[1].Name)
  end)
end)
