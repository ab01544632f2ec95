"""The exclusive-mode API of foas, by the legacy SDK (ROA V1) and by the generic client (ACS3)."""

import importlib
import re

ACTIONS = {
    "CreateCellClusterOrder": ("POST", "/api/v2/realtime-compute/cell/buy"),
    "CreateCluster": ("POST", "/api/v2/clusters"),
    "ListCluster": ("GET", "/api/v2/clusters"),
    "GetClusterDetails": ("GET", "/api/v2/clusters/{clusterId}/details"),
    "GetClusterResource": ("GET", "/api/v2/clusters/{clusterId}/resource"),
    "GetClusterQueueInfo": ("GET", "/api/v2/clusters/{clusterId}/queueinfo"),
    "GetClusterEngineVersions": ("GET", "/api/v2/clusters/{clusterId}/engineversions"),
    "ExpandCluster": ("PUT", "/api/v2/clusters/{clusterId}/expand"),
    "ShrinkCluster": ("PUT", "/api/v2/clusters/{clusterId}/shrink"),
    "DestroyCluster": ("DELETE", "/api/v2/clusters/{clusterId}"),
    "CreateQueue": ("POST", "/api/v2/clusters/{clusterId}/queue"),
    "UpdateQueue": ("PUT", "/api/v2/clusters/{clusterId}/queue"),
    "DeleteQueue": ("DELETE", "/api/v2/clusters/{clusterId}/queue"),
    "CreateProject": ("POST", "/api/v2/projects"),
    "GetProject": ("GET", "/api/v2/projects/{projectName}"),
    "ListProject": ("GET", "/api/v2/projects"),
    "DeleteProject": ("DELETE", "/api/v2/projects/{projectName}"),
    "BindQueue": ("POST", "/api/v2/projects/{projectName}/queue"),
    "UnbindQueue": ("DELETE", "/api/v2/projects/{projectName}/queue"),
    "ListProjectBindQueue": ("GET", "/api/v2/projects/{projectName}/queues"),
    "ListProjectBindQueueResource": ("GET", "/api/v2/projects/{projectName}/queueresource"),
    "ListJob": ("GET", "/api/v2/projects/{projectName}/jobs"),
}


def legacy_request(action, parameters):
    """A request of the legacy SDK with its parameters set as its own methods set them."""
    name = action + "Request"
    request = getattr(importlib.import_module(f"aliyunsdkfoas.request.v20181111.{name}"), name)()
    for key, value in parameters.items():
        getattr(request, "set_" + key)(value)
    return request


def acs3_request(action, parameters):
    """Method, path, query and form body of a call through the generic client."""
    method, template = ACTIONS[action]
    in_path = re.findall(r"{(\w+)}", template)
    path = template.format(**{key: parameters[key] for key in in_path})
    rest = {key: str(value) for key, value in parameters.items() if key not in in_path}
    in_body = method in ("POST", "PUT")
    return method, path, None if in_body else rest, rest if in_body else None
