--- How the services of a namespace are found, if nothing else is said.
return function(namespace) return namespace.type == "HTTP" and "API" or "DNS_AND_API" end
