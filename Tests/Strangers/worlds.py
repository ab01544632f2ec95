"""World files of the simulated cloud."""

ACCOUNT_ID = "1234567890123456"
REGION = "cn-beijing"
ZONE = "cn-beijing-f"
FAR_REGION = "cn-hangzhou"
BUCKET = "risk-udf"


def statement(action, resource="*", effect="Allow", **more):
    """One statement of a policy."""
    return {"Effect": effect, "Action": action, "Resource": resource} | more


def document(*statements):
    """A policy document."""
    return {"Version": "1", "Statement": list(statements)}


def spec():
    """A world with every prerequisite of an exclusive cluster."""
    return {
        "account": {"id": ACCOUNT_ID},
        "caller": {"type": "account"},
        "clock": {"start": "2021-04-01T09:00:00+08:00", "speed": 0},
        "regions": [
            {"id": REGION, "zones": [{"id": ZONE, "stock": {"Ecs_4c16g": 100, "Ecs_8c32g": 100}}]},
            {"id": FAR_REGION, "zones": [{"id": "cn-hangzhou-h", "stock": {"Ecs_4c16g": 100}}]},
        ],
        "vpcs": [{"id": "vpc-prod", "name": "prod", "region": REGION, "cidr": "172.16.0.0/12"}],
        "vSwitches": [
            {"id": "vsw-1", "vpc": "vpc-prod", "zone": ZONE, "cidr": "172.16.8.0/24", "freeAddresses": 200},
        ],
        "buckets": [
            {"name": BUCKET, "region": REGION, "storageClass": "Standard", "acl": "private", "versioning": False},
            {"name": "far-udf", "region": FAR_REGION, "storageClass": "Standard", "acl": "private", "versioning": False},
        ],
        "roles": [
            {"name": "AliyunStreamDefaultRole", "trusts": ["stream.aliyuncs.com"], "policies": ["AliyunStreamRolePolicy"]},
        ],
        "policies": [],
        "users": [],
        "accessKeys": [{"id": "testid", "secret": "testsecret", "as": "account"}],
        "clusterStart": {"duration": "30m"},
        "sales": {"exclusive": {"closes": None}},
    }


def world(spec):
    """A world file."""
    return {"apiVersion": "sluice/v1", "kind": "World", "spec": spec}


def add_user(spec, name, *statements):
    """Adds a RAM user with a key `<name>id` and, if statements are given, a policy of its own."""
    policies = []
    if statements:
        policies = [name.capitalize() + "Policy"]
        spec["policies"].append({"name": policies[0], "document": document(*statements)})
    spec["users"].append({"name": name, "policies": policies})
    spec["accessKeys"].append({"id": name + "id", "secret": name + "secret", "as": {"ramUser": name}})


def add_role(spec, name, trusts, *statements):
    """Adds a role that users may assume, with a policy of its own."""
    policy = name + "Policy"
    spec["policies"].append({"name": policy, "document": document(*statements)})
    spec["roles"].append({"name": name, "trusts": trusts, "policies": [policy]})
