"""Lets the SDKs sign with a clock that is wrong."""

import contextlib
import datetime
from email.utils import format_datetime
from types import SimpleNamespace
from unittest import mock


@contextlib.contextmanager
def clock_off_by(**offset):
    """Every SDK dates its requests so far from the true time."""
    moment = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(**offset)

    class Shifted(datetime.datetime):
        """The class `datetime` of a machine whose clock is wrong."""

        @classmethod
        def now(cls, tz=None):
            return moment.astimezone(tz) if tz else moment.replace(tzinfo=None)

        @classmethod
        def utcnow(cls):
            return moment.replace(tzinfo=None)

    module = SimpleNamespace(datetime=Shifted, timezone=datetime.timezone, timedelta=datetime.timedelta)
    iso, rfc = moment.strftime("%Y-%m-%dT%H:%M:%SZ"), format_datetime(moment, usegmt=True)
    with contextlib.ExitStack() as patches:
        for target, replacement in {
            "alibabacloud_tea_openapi.utils.datetime": Shifted,
            "aliyunsdkcore.utils.parameter_helper.get_iso_8061_date": lambda: iso,
            "aliyunsdkcore.utils.parameter_helper.get_rfc_2616_date": lambda: rfc,
            "oss2.auth.datetime": Shifted,
            "oss2.utils.formatdate": lambda *_, **__: rfc,
            "alibabacloud_oss_v2.signer.v1.datetime": module,
            "alibabacloud_oss_v2.signer.v4.datetime": module,
        }.items():
            patches.enter_context(mock.patch(target, replacement))
        yield
