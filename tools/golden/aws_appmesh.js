'use strict';

// Cases of aws_appmesh; their Lua twins are in spec/aws_cdk/aws_appmesh/aws_appmesh_spec.lua.
const ENV = { account: '111122223333', region: 'eu-west-1' };
const ARN = 'arn:aws:appmesh:eu-west-1:444455556666:mesh/m';

const outputs = (cdk, stack) => (id, value) => new cdk.CfnOutput(stack, `Out${id}`, { value });

module.exports = {
  meshes_and_routers: (app, cdk, lib) => {
    const { Mesh, VirtualRouter, VirtualRouterListener: Listener, VirtualService, VirtualServiceProvider: Provider, ...appmesh } = lib('aws-appmesh');
    const stack = new cdk.Stack(app, 'S', { env: ENV }), out = outputs(cdk, stack);
    const mesh = new Mesh(stack, 'Mesh', { meshName: 'named', egressFilter: appmesh.MeshFilterType.ALLOW_ALL, serviceDiscovery: { ipPreference: appmesh.IpPreference.IPV4_ONLY } });
    const plain = new Mesh(stack, 'Plain');
    const byArn = Mesh.fromMeshArn(stack, 'ByArn', ARN), byName = Mesh.fromMeshName(stack, 'ByName', 'there');
    const router = mesh.addVirtualRouter('Router', { virtualRouterName: 'r', listeners: [Listener.http(80), Listener.http2(), Listener.grpc(81), Listener.tcp(82)] });
    const own = new VirtualRouter(stack, 'Own', { mesh: plain });
    byArn.addVirtualRouter('There', { listeners: [] });
    byName.addVirtualRouter('Here');
    const node = plain.addVirtualNode('Node');
    const service = new VirtualService(stack, 'ByNode', { virtualServiceName: 'a.local', virtualServiceProvider: Provider.virtualNode(node) });
    new VirtualService(stack, 'ByRouter', { virtualServiceProvider: Provider.virtualRouter(router) });
    new VirtualService(stack, 'ByNothing', { virtualServiceProvider: Provider.none(byArn) });
    const routerThere = VirtualRouter.fromVirtualRouterArn(stack, 'RouterByArn', `${ARN}/virtualRouter/r`);
    const routerGiven = VirtualRouter.fromVirtualRouterAttributes(stack, 'RouterGiven', { mesh, virtualRouterName: 'given' });
    const serviceThere = VirtualService.fromVirtualServiceArn(stack, 'ServiceByArn', `${ARN}/virtualService/s.local`);
    const serviceGiven = VirtualService.fromVirtualServiceAttributes(stack, 'ServiceGiven', { mesh: byArn, virtualServiceName: 'given.local' });
    out('Mesh', mesh.meshArn);
    out('Plain', plain.meshRef.meshArn);
    out('ByArn', byArn.meshName);
    out('ByName', byName.meshArn);
    out('Router', router.virtualRouterArn);
    out('Own', own.virtualRouterRef.virtualRouterArn);
    out('There', routerThere.virtualRouterName + routerThere.mesh.meshName + routerThere.mesh.meshArn);
    out('Given', routerGiven.virtualRouterArn);
    out('Service', service.virtualServiceArn + service.mesh.meshName);
    out('ServiceThere', serviceThere.virtualServiceName + serviceThere.mesh.meshArn);
    out('ServiceGiven', serviceGiven.virtualServiceRef.virtualServiceArn);
  },

  virtual_nodes: (app, cdk, lib) => {
    const appmesh = lib('aws-appmesh'), iam = lib('aws-iam'), acm = lib('aws-certificatemanager'), acmpca = lib('aws-acmpca'), cloudmap = lib('aws-servicediscovery');
    const { VirtualNode, VirtualNodeListener: Listener, HealthCheck, TlsCertificate, TlsValidationTrust: Trust, SubjectAlternativeNames: Names, ServiceDiscovery, Backend, AccessLog } = appmesh;
    const stack = new cdk.Stack(app, 'S', { env: ENV }), out = outputs(cdk, stack), seconds = cdk.Duration.seconds;
    const mesh = new appmesh.Mesh(stack, 'Mesh');
    const authority = acmpca.CertificateAuthority.fromCertificateAuthorityArn(stack, 'Ca', 'arn:aws:acm-pca:eu-west-1:111122223333:certificate-authority/c');
    const certificate = acm.Certificate.fromCertificateArn(stack, 'Cert', 'arn:aws:acm:eu-west-1:111122223333:certificate/c');
    const namespace = new cloudmap.PrivateDnsNamespace(stack, 'Space', { name: 'local', vpc: lib('aws-ec2').Vpc.fromVpcAttributes(stack, 'Vpc', { vpcId: 'v', availabilityZones: ['a'] }) });
    const outlierDetection = { baseEjectionDuration: seconds(10), interval: seconds(30), maxEjectionPercent: 50, maxServerErrors: 5 };
    const node = new VirtualNode(stack, 'Node', {
      mesh, virtualNodeName: 'n', serviceDiscovery: ServiceDiscovery.dns('a.local', appmesh.DnsResponseType.ENDPOINTS, appmesh.IpPreference.IPV6_PREFERRED),
      listeners: [
        Listener.http({ port: 80, healthCheck: HealthCheck.http({ path: '/ping', healthyThreshold: 3, unhealthyThreshold: 10, interval: seconds(300), timeout: seconds(60) }), timeout: { idle: seconds(1), perRequest: seconds(2) },
          tls: { certificate: TlsCertificate.acm(certificate), mode: appmesh.TlsMode.STRICT, mutualTlsValidation: { trust: Trust.file('chain'), subjectAlternativeNames: Names.matchingExactly('a', 'b') } },
          outlierDetection, connectionPool: { maxConnections: 10, maxPendingRequests: 5 } }),
        Listener.http2({ healthCheck: HealthCheck.http2(), timeout: {}, tls: { certificate: TlsCertificate.file('chain', 'key'), mode: appmesh.TlsMode.PERMISSIVE, mutualTlsValidation: { trust: Trust.sds('secret') } }, connectionPool: { maxRequests: 7 } }),
        Listener.grpc({ port: 82, healthCheck: HealthCheck.grpc({ interval: seconds(5) }), timeout: { perRequest: seconds(9) }, tls: { certificate: TlsCertificate.sds('secret'), mode: appmesh.TlsMode.DISABLED }, connectionPool: { maxRequests: 8 } }),
        Listener.tcp({ port: 83, healthCheck: HealthCheck.tcp({ timeout: seconds(2) }), timeout: { idle: seconds(4) }, connectionPool: { maxConnections: 9 }, outlierDetection }),
      ],
      accessLog: AccessLog.fromFilePath('/dev/stdout', appmesh.LoggingFormat.fromJson({ b: '%B%', a: '%A%' })),
      backendDefaults: { tlsClientPolicy: { validation: { trust: Trust.acm([authority]) } } },
    });
    const mapped = mesh.addVirtualNode('Mapped', {
      serviceDiscovery: ServiceDiscovery.cloudMap(namespace.createService('Svc'), { k: 'v', a: 'b' }, appmesh.IpPreference.IPV4_PREFERRED), backendDefaults: {},
      accessLog: AccessLog.fromFilePath('log', appmesh.LoggingFormat.fromText('%A%')),
    });
    const other = mesh.addVirtualNode('Other', { serviceDiscovery: ServiceDiscovery.cloudMap(namespace.createService('Second')), accessLog: AccessLog.fromFilePath('plain') });
    const service = (id, of) => new appmesh.VirtualService(stack, id, { virtualServiceProvider: appmesh.VirtualServiceProvider.virtualNode(of) });
    const first = service('First', mapped), second = service('Second', other);
    mapped.addBackend(Backend.virtualService(second));
    mapped.addListener(Listener.tcp());
    other.addListener(Listener.http());
    other.addBackend(Backend.virtualService(first, { tlsClientPolicy: {
      enforce: false, ports: [80, 81], validation: { trust: Trust.file('chain'), subjectAlternativeNames: Names.matchingExactly('c') }, mutualTlsCertificate: TlsCertificate.file('chain', 'key') } }));
    new VirtualNode(stack, 'Backends', { mesh, backends: [Backend.virtualService(appmesh.VirtualService.fromVirtualServiceAttributes(stack, 'There', { mesh, virtualServiceName: 'b.local' }),
      { tlsClientPolicy: { validation: { trust: Trust.sds('s') }, mutualTlsCertificate: TlsCertificate.sds('t') } }), Backend.virtualService(first, {})] });
    const there = VirtualNode.fromVirtualNodeArn(stack, 'ByArn', `${ARN}/virtualNode/n`), given = VirtualNode.fromVirtualNodeAttributes(stack, 'Given', { mesh, virtualNodeName: 'given' });
    const user = new iam.User(stack, 'User');
    node.grantStreamAggregatedResources(user);
    there.grantStreamAggregatedResources(user);
    given.grants.streamAggregatedResources(user);
    appmesh.VirtualNodeGrants.fromVirtualNode(mapped).actions(user, ['appmesh:DescribeVirtualNode']);
    out('Node', node.virtualNodeArn + node.virtualNodeName + node.mesh.meshName);
    out('There', there.virtualNodeName + there.mesh.meshArn);
    out('Ref', mapped.virtualNodeRef.virtualNodeArn);
  },

  virtual_gateways: (app, cdk, lib) => {
    const appmesh = lib('aws-appmesh'), iam = lib('aws-iam');
    const { VirtualGateway, VirtualGatewayListener: Listener, HealthCheck, GatewayRoute, GatewayRouteSpec: Spec, GatewayRouteHostnameMatch: Host, HttpGatewayRoutePathMatch: Path, HeaderMatch, QueryParameterMatch } = appmesh;
    const stack = new cdk.Stack(app, 'S', { env: ENV }), out = outputs(cdk, stack);
    const mesh = new appmesh.Mesh(stack, 'Mesh');
    const node = mesh.addVirtualNode('Node');
    const routeTarget = new appmesh.VirtualService(stack, 'Service', { virtualServiceName: 's.local', virtualServiceProvider: appmesh.VirtualServiceProvider.virtualNode(node) });
    const tls = { certificate: appmesh.TlsCertificate.file('c', 'k'), mode: appmesh.TlsMode.STRICT };
    const gateway = new VirtualGateway(stack, 'Gateway', {
      mesh, virtualGatewayName: 'g', accessLog: appmesh.AccessLog.fromFilePath('/dev/stdout', appmesh.LoggingFormat.fromText('t')),
      backendDefaults: { tlsClientPolicy: { validation: { trust: appmesh.TlsValidationTrust.file('chain') } } },
      listeners: [Listener.http({ port: 443, healthCheck: HealthCheck.http(), tls, connectionPool: { maxConnections: 1, maxPendingRequests: 2 } })],
    });
    const many = mesh.addVirtualGateway('Many', { listeners: [
      Listener.http2({ port: 81, healthCheck: HealthCheck.http2({ healthyThreshold: 2 }), tls, connectionPool: { maxRequests: 3 } }), Listener.grpc({ healthCheck: HealthCheck.grpc(), connectionPool: { maxRequests: 4 } }), Listener.grpc()] });
    const plain = mesh.addVirtualGateway('Plain');
    const match = {
      path: Path.startsWith('/a/', '/b/'), headers: [
        HeaderMatch.valueIs('h', 'v'), HeaderMatch.valueIsNot('h', 'v'), HeaderMatch.valueStartsWith('h', 'v'), HeaderMatch.valueDoesNotStartWith('h', 'v'), HeaderMatch.valueEndsWith('h', 'v'),
        HeaderMatch.valueDoesNotEndWith('h', 'v'), HeaderMatch.valueMatchesRegex('h', 'v'), HeaderMatch.valueDoesNotMatchRegex('h', 'v'), HeaderMatch.valuesIsInRange('h', 1, 5), HeaderMatch.valuesIsNotInRange('h', 1, 5)],
      hostname: Host.exactly('a.example.com'), method: appmesh.HttpRouteMethod.GET, port: 443, queryParameters: [QueryParameterMatch.valueIs('q', 'v')], rewriteRequestHostname: false,
    };
    const http = gateway.addGatewayRoute('Http', { routeSpec: Spec.http({ routeTarget, priority: 10, match }), gatewayRouteName: 'http' });
    plain.addGatewayRoute('Http2', { routeSpec: Spec.http2({ routeTarget, match: { path: Path.exactly('/a', '/b'), rewriteRequestHostname: true, hostname: Host.endsWith('.example.com') } }) });
    plain.addGatewayRoute('Usual', { routeSpec: Spec.http({ routeTarget }) });
    plain.addGatewayRoute('NoRewrite', { routeSpec: Spec.http({ routeTarget, match: { path: Path.startsWith('/a', '') } }) });
    plain.addGatewayRoute('Regex', { routeSpec: Spec.http({ routeTarget, match: { path: Path.regex('.*', '/b'), headers: [] } }) });
    plain.addGatewayRoute('Whole', { routeSpec: Spec.http({ routeTarget, match: { path: Path.regex('x'), rewriteRequestHostname: false } }) });
    plain.addGatewayRoute('Exact', { routeSpec: Spec.http({ routeTarget, match: { path: Path.exactly('/c') } }) });
    new GatewayRoute(stack, 'Grpc', { virtualGateway: plain, routeSpec: Spec.grpc({ routeTarget, priority: 3, match: { serviceName: 'x', hostname: Host.exactly('h'), metadata: [HeaderMatch.valueIs('m', 'v')], port: 9, rewriteRequestHostname: true } }) });
    new GatewayRoute(stack, 'Port', { virtualGateway: plain, routeSpec: Spec.grpc({ routeTarget, match: { port: 9 } }) });
    const there = VirtualGateway.fromVirtualGatewayArn(stack, 'ByArn', `${ARN}/virtualGateway/g`), given = VirtualGateway.fromVirtualGatewayAttributes(stack, 'Given', { mesh, virtualGatewayName: 'given' });
    there.addGatewayRoute('There', { routeSpec: Spec.http({ routeTarget }) });
    const route = GatewayRoute.fromGatewayRouteArn(stack, 'RouteByArn', `${ARN}/virtualGateway/g/gatewayRoute/r`);
    const routeGiven = GatewayRoute.fromGatewayRouteAttributes(stack, 'RouteGiven', { virtualGateway: gateway, gatewayRouteName: 'given' });
    const user = new iam.User(stack, 'User');
    gateway.grantStreamAggregatedResources(user);
    there.grants.streamAggregatedResources(user);
    given.grantStreamAggregatedResources(user);
    out('Gateway', many.virtualGatewayArn + gateway.virtualGatewayName + gateway.mesh.meshName);
    out('There', there.virtualGatewayName + there.mesh.meshArn);
    out('Route', http.gatewayRouteArn + http.gatewayRouteName + http.virtualGateway.virtualGatewayName);
    out('RouteThere', route.gatewayRouteName + route.virtualGateway.virtualGatewayName + route.virtualGateway.mesh.meshName + route.gatewayRouteRef.gatewayRouteArn);
    out('RouteGiven', routeGiven.gatewayRouteArn);
  },

  routes: (app, cdk, lib) => {
    const appmesh = lib('aws-appmesh');
    const { Route, RouteSpec: Spec, HttpRoutePathMatch: Path, HeaderMatch, QueryParameterMatch, HttpRetryEvent, TcpRetryEvent, GrpcRetryEvent } = appmesh;
    const stack = new cdk.Stack(app, 'S', { env: ENV }), out = outputs(cdk, stack), seconds = cdk.Duration.seconds;
    const mesh = new appmesh.Mesh(stack, 'Mesh'), router = mesh.addVirtualRouter('Router'), node = mesh.addVirtualNode('Node');
    const weightedTargets = [{ virtualNode: node }, { virtualNode: node, weight: 0, port: 80 }, { virtualNode: node, weight: 7 }];
    const http = router.addRoute('http', { routeName: 'not this', routeSpec: Spec.http({
      weightedTargets, priority: 1, timeout: { idle: seconds(1), perRequest: seconds(2) },
      match: { path: Path.exactly('/a'), headers: [HeaderMatch.valueIs('h', 'v')], method: appmesh.HttpRouteMethod.POST, port: 80, protocol: appmesh.HttpRouteProtocol.HTTPS, queryParameters: [QueryParameterMatch.valueIs('q', 'v')] },
      retryPolicy: { httpRetryEvents: [HttpRetryEvent.CLIENT_ERROR], tcpRetryEvents: [TcpRetryEvent.CONNECTION_ERROR], retryAttempts: 5, retryTimeout: seconds(10) } }) });
    router.addRoute('http2', { routeSpec: Spec.http2({ weightedTargets: [{ virtualNode: node }], match: { path: Path.regex('.*') }, timeout: {}, retryPolicy: { httpRetryEvents: [], tcpRetryEvents: [TcpRetryEvent.CONNECTION_ERROR], retryAttempts: 0, retryTimeout: cdk.Duration.millis(5) } }) });
    router.addRoute('prefix', { routeSpec: Spec.http({ weightedTargets, match: { path: Path.startsWith('/p') } }) });
    router.addRoute('usual', { routeSpec: Spec.http({ weightedTargets: [] }) });
    router.addRoute('tcp', { routeSpec: Spec.tcp({ weightedTargets, priority: 2, timeout: { idle: seconds(3) } }) });
    const own = new Route(stack, 'Grpc', { mesh, virtualRouter: router, routeSpec: Spec.grpc({
      weightedTargets, priority: 4, match: { serviceName: 's', methodName: 'm', metadata: [HeaderMatch.valueIs('h', 'v')], port: 9 }, timeout: { perRequest: seconds(4) },
      retryPolicy: { grpcRetryEvents: [GrpcRetryEvent.INTERNAL_ERROR, GrpcRetryEvent.CANCELLED], retryAttempts: 1, retryTimeout: seconds(1) } }) });
    const there = appmesh.VirtualRouter.fromVirtualRouterArn(stack, 'RouterByArn', `${ARN}/virtualRouter/r`);
    there.addRoute('There', { routeSpec: Spec.grpc({ weightedTargets, match: { port: 1 } }) });
    const byArn = Route.fromRouteArn(stack, 'ByArn', `${ARN}/virtualRouter/r/route/x`), given = Route.fromRouteAttributes(stack, 'Given', { virtualRouter: router, routeName: 'given' });
    out('Http', http.routeArn + http.routeName + http.virtualRouter.virtualRouterName);
    out('Own', own.routeRef.routeArn);
    out('ByArn', byArn.routeName + byArn.virtualRouter.virtualRouterName + byArn.virtualRouter.mesh.meshName);
    out('Given', given.routeArn);
  },

  // Meshes of other accounts and stacks, and values that are known only at deployment.
  meshes_elsewhere: (app, cdk, lib) => {
    const appmesh = lib('aws-appmesh');
    const there = new cdk.Stack(app, 'There', { env: { account: '444455556666', region: 'eu-west-1' } }), here = new cdk.Stack(app, 'Here', { env: ENV }), open = new cdk.Stack(app, 'Open');
    const mesh = new appmesh.Mesh(there, 'Mesh', { meshName: 'shared' });
    const router = new appmesh.VirtualRouter(here, 'Router', { mesh });
    const node = new appmesh.VirtualNode(here, 'Node', { mesh, serviceDiscovery: appmesh.ServiceDiscovery.dns('h'), listeners: [appmesh.VirtualNodeListener.http()] });
    new appmesh.VirtualGateway(here, 'Gateway', { mesh }).addGatewayRoute('Route', { routeSpec: appmesh.GatewayRouteSpec.http({
      routeTarget: new appmesh.VirtualService(here, 'Service', { virtualServiceName: 's', virtualServiceProvider: appmesh.VirtualServiceProvider.virtualRouter(router) }) }) });
    router.addRoute('r', { routeSpec: appmesh.RouteSpec.tcp({ weightedTargets: [{ virtualNode: node }] }) });
    const value = (id) => new cdk.CfnParameter(open, id).valueAsString, out = outputs(cdk, open);
    const byArn = appmesh.Mesh.fromMeshArn(open, 'ByArn', value('MeshArn')), named = appmesh.Mesh.fromMeshArn(open, 'Named', ARN);
    byArn.addVirtualNode('Node', { virtualNodeName: value('NodeName') });
    named.addVirtualRouter('Router');
    out('Mesh', byArn.meshName);
    const nodeThere = appmesh.VirtualNode.fromVirtualNodeArn(open, 'NodeByArn', value('NodeArn'));
    out('Node', nodeThere.virtualNodeName + nodeThere.mesh.meshName);
    out('Shared', new appmesh.VirtualNode(here, 'Named', { mesh, virtualNodeName: 'fixed' }).mesh.meshName);
  },
};
