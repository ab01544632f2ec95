"""The vendor's SDKs, each pointed at an emulator."""

import json
from dataclasses import dataclass

import alibabacloud_oss_v2 as oss_v2
import oss2
from alibabacloud_bssopenapi20171214.client import Client as BssClient
from alibabacloud_ecs20140526.client import Client as EcsClient
from alibabacloud_foasconsole20211028.client import Client as FlinkClient
from alibabacloud_ram20150501.client import Client as RamClient
from alibabacloud_sts20150401.client import Client as StsClient
from alibabacloud_tea_openapi.client import Client as OpenApiClient
from alibabacloud_tea_openapi.utils_models import Config, OpenApiRequest, Params
from alibabacloud_vpc20160428.client import Client as VpcClient
from aliyunsdkcore.auth.credentials import AccessKeyCredential, StsTokenCredential
from aliyunsdkcore.client import AcsClient
from aliyunsdkcore.request import CommonRequest
from darabonba.runtime import RuntimeOptions

from foas import acs3_request, legacy_request
from worlds import REGION


@dataclass(frozen=True)
class Key:
    """An access key, temporary if it has a token."""

    id: str
    secret: str
    token: str = None


ACCOUNT = Key("testid", "testsecret")


class Clients:
    """All SDKs with one key at one address."""

    def __init__(self, address, key=ACCOUNT, region=REGION, timeout=10, retry=None):
        self.address, self.key, self.region, self.timeout, self.retry = address, key, region, timeout, retry

    def _config(self):
        return Config(
            endpoint=self.address, protocol="http", region_id=self.region, retry_options=self.retry,
            access_key_id=self.key.id, access_key_secret=self.key.secret, security_token=self.key.token,
            connect_timeout=5000, read_timeout=int(self.timeout * 1000))

    @property
    def vpc(self):
        """VPC, signing ACS3."""
        return VpcClient(self._config())

    @property
    def ecs(self):
        """ECS, signing ACS3."""
        return EcsClient(self._config())

    @property
    def ram(self):
        """RAM, signing ACS3."""
        return RamClient(self._config())

    @property
    def sts(self):
        """STS, signing ACS3."""
        return StsClient(self._config())

    @property
    def flink(self):
        """foasconsole, signing ACS3."""
        return FlinkClient(self._config())

    @property
    def bss(self):
        """BSS, signing ACS3."""
        return BssClient(self._config())

    def call(self, action, version, query=None, method="POST", path="/", body=None, style="RPC"):
        """Calls any API through the generic client, signing ACS3, and returns the body of its answer."""
        params = Params(
            action=action, version=version, protocol="HTTP", pathname=path, method=method,
            auth_type="AK", style=style, body_type="json", req_body_type="formData")
        request = OpenApiRequest(query=query, body=body)
        return OpenApiClient(self._config()).call_api(params, request, RuntimeOptions())["body"]

    def foas(self, action, **parameters):
        """Calls foas through the generic client, signing ACS3."""
        method, path, query, body = acs3_request(action, parameters)
        return self.call(action, "2018-11-11", query, method, path, body, style="ROA")

    def legacy_foas(self, action, **parameters):
        """Calls foas through the legacy SDK, signing ROA V1."""
        request = legacy_request(action, parameters)
        request.set_endpoint(self.address)
        return self._send_legacy(request)

    def legacy_rpc(self, action, version, method="POST", **parameters):
        """Calls any RPC API through the legacy SDK, signing RPC V1."""
        request = CommonRequest(domain=self.address, version=version, action_name=action)
        request.set_method(method)
        for key, value in parameters.items():
            request.add_query_param(key, value)
        return self._send_legacy(request)

    def _send_legacy(self, request):
        """Sends a request of the legacy SDK and returns the body of its answer."""
        if self.key.token:
            credential = StsTokenCredential(self.key.id, self.key.secret, self.key.token)
        else:
            credential = AccessKeyCredential(self.key.id, self.key.secret)
        client = AcsClient(region_id=self.region, credential=credential, timeout=self.timeout, auto_retry=False)
        request.set_protocol_type("http")
        return json.loads(client.do_action_with_exception(request))

    @property
    def oss(self):
        """OSS by the newer SDK, signing V4."""
        return self.oss_v2("v4")

    def oss_v2(self, signature_version):
        """OSS by the newer SDK, signing as said."""
        credentials = oss_v2.credentials.StaticCredentialsProvider(self.key.id, self.key.secret, self.key.token)
        return oss_v2.Client(oss_v2.config.Config(
            region=self.region, endpoint="http://" + self.address, signature_version=signature_version,
            retry_max_attempts=1, readwrite_timeout=self.timeout, credentials_provider=credentials))

    def _oss2_auth(self, signature_version):
        if self.key.token:
            return oss2.StsAuth(self.key.id, self.key.secret, self.key.token, auth_version=signature_version)
        return {"v1": oss2.Auth, "v4": oss2.AuthV4}[signature_version](self.key.id, self.key.secret)

    def bucket(self, name, signature_version="v4"):
        """A bucket by the older OSS SDK, signing as said."""
        return oss2.Bucket(
            self._oss2_auth(signature_version), "http://" + self.address, name,
            region=self.region, is_path_style=True, connect_timeout=self.timeout)

    def buckets(self, signature_version="v4"):
        """The list of buckets by the older OSS SDK, signing as said."""
        return oss2.Service(
            self._oss2_auth(signature_version), "http://" + self.address,
            region=self.region, connect_timeout=self.timeout)
