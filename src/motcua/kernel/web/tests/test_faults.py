"""A person is told whether to wait, to ask for room, or to call."""

import errno

import pytest
from django.db import InterfaceError, OperationalError
from django.test import RequestFactory
from psycopg import errors

from motcua.kernel.web.faults import cause, server_error


def chained(outer, inner):
    outer.__cause__ = inner
    return outer


@pytest.mark.parametrize(
    ("error", "known"),
    [
        (OperationalError("server closed the connection unexpectedly"), "database"),
        (InterfaceError("connection already closed"), "database"),
        (chained(OperationalError(), errors.DiskFull()), "disk"),
        (OSError(errno.ENOSPC, "No space left on device"), "disk"),
        (chained(RuntimeError("while saving"), OSError(errno.EFBIG, "File too large")), "disk"),
        (OSError(errno.ENOENT, "No such file"), ""),
        (ValueError("a fault of ours"), ""),
        (None, ""),
    ],
)
def test_what_failed_is_read_from_the_whole_chain(error, known):
    assert cause(error) == known


@pytest.mark.parametrize(
    ("error", "status", "words"),
    [
        (OperationalError(), 503, "gửi hai lần vẫn chỉ được ghi một lần"),
        (OSError(errno.ENOSPC, "full"), 503, "Đĩa của máy chủ đã đầy"),
        (KeyError("a fault of ours"), 500, "Hệ thống gặp lỗi"),
    ],
)
def test_each_fault_has_its_sentence(error, status, words):
    try:
        raise error
    except type(error):
        answer = server_error(RequestFactory().get("/"))
    assert answer.status_code == status
    assert words in answer.content.decode()
    assert ("Retry-After" in answer.headers) is (status == 503)
