"""Keeps what stands in a Kubernetes cluster, by kubectl and helm: manifests, charts, patches; and reads values there.

The provider framework calls it, and answers CloudFormation. The layers bring kubectl, helm and the AWS CLI.
"""
import json
import logging
import os
import re
import subprocess
import tempfile
import time
import zipfile

log = logging.getLogger()
log.setLevel(logging.INFO)

LAYERS = ("/opt/kubectl", "/opt/helm", "/opt/awscli")
ATTEMPTS = 3
PAUSE = 2  # seconds, between attempts
LOOK_AGAIN = 10  # seconds, between looks at an object

PRIVATE_REGISTRY = re.compile(r"oci://(\d+\.dkr\.ecr\.([a-z0-9-]+)\.[a-z0-9.-]+)")
PUBLIC_REGISTRY = re.compile(r"oci://(public\.ecr\.aws)")
PUBLIC_REGISTRY_REGION = "us-east-1"  # the only one that gives passwords for it


def handler(event, context):
    return serve(event)


def serve(event, role=None):
    """Does what the event asks for. `role`: the ARN of the role that the cluster knows, if not the function's."""
    kind, resource = event["RequestType"], event["ResourceType"]
    log.info("%s of %s (%s)", kind, event.get("LogicalResourceId"), resource)
    if resource not in RESOURCES:
        raise ValueError(f"{resource} is no resource that this function knows")
    if kind not in ("Create", "Update", "Delete"):
        raise ValueError(f"{kind} is no request that this function knows")
    # Nothing that one event leaves behind may be seen by the next.
    with tempfile.TemporaryDirectory() as folder:
        cluster = Cluster(folder, event["ResourceProperties"]["ClusterName"], role)
        return RESOURCES[resource](cluster, kind, event["ResourceProperties"])


def is_set(props, name):
    """CloudFormation gives booleans as texts."""
    return str(props.get(name, "false")).lower() == "true"


class Failure(Exception):
    """A program ended with an error; the message is what it wrote."""


class Cluster:
    """Runs programs in a folder that has the credentials for a cluster."""

    def __init__(self, folder, name, role):
        self.folder = folder
        self.config = os.path.join(folder, "kubeconfig")
        places = {
            "HELM_CACHE_HOME": ".helm/cache", "HELM_CONFIG_HOME": ".helm/config", "HELM_DATA_HOME": ".helm/data",
            "KUBECACHEDIR": ".kube",
        }
        self.env = {name: os.path.join(folder, place) for name, place in places.items()}
        self.env.update(os.environ)
        self.env["PATH"] = os.pathsep.join([*LAYERS, os.environ.get("PATH", "")])
        self.run(
            "aws", "eks", "update-kubeconfig", *option("--role-arn", role), "--name", name, "--kubeconfig", self.config)
        if os.path.exists(self.config):
            os.chmod(self.config, 0o600)

    def run(self, *command, given=None):
        """The standard output of a program, whose standard input is `given`."""
        log.info("running %s", json.dumps(command))
        done = subprocess.run(
            command, input=given, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=self.folder, env=self.env, text=True,
            errors="replace", check=False)
        if done.returncode != 0:
            text = "\n".join(part for part in (done.stderr.strip(), done.stdout.strip()) if part)
            raise Failure(text or f"{command[0]} ended with the status {done.returncode} and wrote nothing")
        return done.stdout

    def try_run(self, *command, given=None, passes):
        """The same, but failures whose message has the text `passes` are tried again."""
        for left in reversed(range(ATTEMPTS)):
            try:
                return self.run(*command, given=given)
            except Failure as failure:
                if passes not in str(failure):
                    raise
                log.warning("%s; %d attempts are left", failure, left)
                if not left:
                    raise Failure(f"{command[0]} failed {ATTEMPTS} times: {failure}") from failure
                time.sleep(PAUSE)

    def kubectl(self, *arguments):
        return self.try_run("kubectl", *arguments, passes="i/o timeout")

    def helm(self, *arguments):
        output = self.try_run("helm", *arguments, passes="Broken pipe")
        log.info(output)

    def write(self, name, text):
        path = os.path.join(self.folder, name)
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)
        return path


# ---- manifests ----


def manifest(cluster, kind, props):
    objects = json.loads(props["Manifest"])
    file = cluster.write("manifest.json", "\n".join(json.dumps(one) for one in objects))
    options = ["--validate=false"] if is_set(props, "SkipValidation") else []

    def kubectl(verb, *more):
        log.info(cluster.kubectl(verb, "--kubeconfig", cluster.config, "-f", file, *more))

    if kind == "Create" and is_set(props, "Overwrite"):
        kubectl("apply", *options)
    elif kind == "Create":
        kubectl("create", *options, "--save-config")  # so that updates know what was there
    elif kind == "Update":
        label = props.get("PruneLabel")
        kubectl("apply", *options, *(["--prune", "-l", label] if label is not None else []))
    else:
        try:
            kubectl("delete")
        except Failure as failure:  # the stack must not stay because of it
            log.error("not everything was deleted: %s", failure)


# ---- charts ----


def chart(cluster, kind, props):
    release, namespace, timeout = props["Release"], props.get("Namespace"), props.get("Timeout")
    if kind == "Delete":
        try:
            cluster.helm(
                "uninstall", release, *option("--namespace", namespace), *flag(props, "Wait", "--wait"),
                *option("--timeout", timeout), "--kubeconfig", cluster.config)
        except Failure as failure:  # the stack must not stay because of it
            log.error("the release %s was not uninstalled: %s", release, failure)
        return
    source, repository, version = locate(cluster, props)
    values = None
    if props.get("Values") is not None:
        values = cluster.write("values.json", json.dumps(json.loads(props["Values"])))
    cluster.helm(
        "upgrade", release, source, "--install", *flag(props, "CreateNamespace", "--create-namespace"),
        *option("--repo", repository), *option("--values", values), *option("--version", version),
        *option("--namespace", namespace), *flag(props, "Wait", "--wait"), *flag(props, "SkipCrds", "--skip-crds"),
        *option("--timeout", timeout), *flag(props, "Atomic", "--atomic"), "--kubeconfig", cluster.config)


def option(name, value):
    return [] if value is None else [name, value]


def flag(props, name, text):
    return [text] if is_set(props, name) else []


def locate(cluster, props):
    """A chart as helm takes it: its name or folder, and if it is not here, its repository and version."""
    name, asset = props.get("Chart"), props.get("ChartAssetURL")
    repository, version = props.get("Repository"), props.get("Version")
    if asset is not None:
        for other in ("Chart", "Repository", "Version"):
            if props.get(other) is not None:
                raise ValueError(f"ChartAssetURL and {other} are mutually exclusive")
        return chart_from_bucket(cluster, asset), None, None
    if name is None:
        raise ValueError("the chart is missing: either Chart or ChartAssetURL must be given")
    if repository is not None and repository.startswith("oci://"):
        return chart_from_registry(cluster, repository, version), None, None
    return name, repository, version


def chart_from_bucket(cluster, address):
    if not address.startswith("s3://"):
        raise ValueError(f"ChartAssetURL must start with s3://, got {address}")
    archive, folder = os.path.join(cluster.folder, "chart.zip"), os.path.join(cluster.folder, "chart")
    cluster.run("aws", "s3", "cp", address, archive)
    with zipfile.ZipFile(archive) as zipped:
        zipped.extractall(folder)
    return folder


def chart_from_registry(cluster, repository, version):
    private, public = PRIVATE_REGISTRY.match(repository), PUBLIC_REGISTRY.match(repository)
    if private:
        log_in(cluster, private.group(1), "ecr", private.group(2))
    elif public and has_public_registry():
        log_in(cluster, public.group(1), "ecr-public", PUBLIC_REGISTRY_REGION)
    cluster.helm("pull", repository, *option("--version", version), "--untar")
    # helm unpacks a chart into a folder of its name
    return os.path.join(cluster.folder, repository.rpartition("/")[2])


def log_in(cluster, registry, service, region):
    password = cluster.run("aws", service, "get-login-password", "--region", region)
    cluster.try_run(
        "helm", "registry", "login", "--username", "AWS", "--password-stdin", registry, given=password,
        passes="Broken pipe")


def has_public_registry():
    """Whether this partition gives passwords for the public registry; elsewhere everybody may read it."""
    import boto3  # takes long to load, and only this needs it
    region = os.environ.get("AWS_REGION", PUBLIC_REGISTRY_REGION)
    return boto3.Session().get_partition_for_region(region) == "aws"


# ---- patches ----


def patch(cluster, kind, props):
    change = props["RestorePatchJson"] if kind == "Delete" else props["ApplyPatchJson"]
    try:
        log.info(cluster.kubectl(
            "--kubeconfig", cluster.config, "patch", props["ResourceName"], "-n", props["ResourceNamespace"],
            "-p", change, "--type", props["PatchType"]))
    except Failure as failure:
        if kind != "Delete" or "(NotFound)" not in str(failure):
            raise
        log.warning("there is nothing to restore: %s", failure)


# ---- values of objects ----


def value(cluster, kind, props):
    if kind == "Delete":
        return None
    what = ["get", "-n", props["ObjectNamespace"], props["ObjectType"], props["ObjectName"]]
    end, last = time.time() + int(props["TimeoutSeconds"]), "it was empty"
    while time.time() < end:
        try:
            # The quotes keep blanks at the ends.
            quoted = cluster.kubectl("--kubeconfig", cluster.config, *what, f"-o=jsonpath='{{{props['JsonPath']}}}'")
            if quoted[1:-1]:
                return {"Data": {"Value": quoted[1:-1]}}
            last = "it was empty"
        except Failure as failure:
            last = str(failure)
        time.sleep(LOOK_AGAIN)
    raise TimeoutError(
        f"there was no {props['JsonPath']} in {props['ObjectType']} {props['ObjectName']} of the namespace "
        f"{props['ObjectNamespace']} after {props['TimeoutSeconds']} seconds; at last {last}")


RESOURCES = {
    "Custom::AWSCDK-EKS-KubernetesResource": manifest,
    "Custom::AWSCDK-EKS-HelmChart": chart,
    "Custom::AWSCDK-EKS-KubernetesPatch": patch,
    "Custom::AWSCDK-EKS-KubernetesObjectValue": value,
}
