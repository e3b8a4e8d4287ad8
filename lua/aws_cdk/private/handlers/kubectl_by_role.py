"""What kubectl.py does, by the role that made the cluster and administers it."""
from kubectl import serve


def handler(event, context):
    return serve(event, event["ResourceProperties"]["RoleArn"])
