"""Lets the pods of a namespace of EKS take on the role of a job: the AWS CLI writes the role's trust policy."""
import logging
import subprocess

logging.getLogger().setLevel(logging.INFO)

CLI = "/opt/awscli/aws"  # from the layer


def handler(event, context):
    if event["RequestType"] == "Delete":  # the policy goes with the role
        return
    props = event["ResourceProperties"]
    try:
        subprocess.run([
            CLI, "emr-containers", "update-role-trust-policy",
            "--cluster-name", props["eksClusterId"],
            "--namespace", props["eksNamespace"],
            "--role-name", props["roleName"],
        ], check=True, stdout=subprocess.PIPE)
    except (OSError, subprocess.SubprocessError):  # the stack stands without it; jobs say what they may not do
        logging.exception("the trust policy of %s is as it was", props["roleName"])
