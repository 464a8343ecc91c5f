"""What is missing, doubtful or wrong in a record, in sentences. Rows keep the code and facts."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .states import Channel

Remark = dict[str, Any]

TEXTS: dict[str, str | Promise] = {
    # missing: it stays a draft
    "code": _("Thiếu mã thủ tục."),
    "field": _("Thiếu lĩnh vực."),
    "level": _("Thiếu cấp thực hiện (tỉnh, xã)."),
    "components": _("Thiếu thành phần hồ sơ."),
    "channels": _("Thiếu cách thức nộp hồ sơ."),
    "results": _("Thiếu kết quả thực hiện."),
    "label": _("Thiếu tên phiên bản của nguồn."),
    "term": _("Thiếu thời hạn giải quyết."),
    "term_unit": _("Thời hạn “%(value)s” không có đơn vị; không được đoán là ngày gì."),
    "term_unreadable": _("Không đọc được thời hạn “%(text)s”."),
    "term_many": _(
        "Nguồn ghi nhiều thời hạn cho cùng một cách nộp (%(text)s) mà không nói rõ trường hợp nào."
    ),
    # warnings: it may be used, with this in sight
    "channel_closed": _("Chưa nhận hồ sơ %(channel)s: %(why)s"),
    "joined_number": _(
        "Nguồn in dính số: “%(text)s” kèm số bản %(printed)s; "
        "đọc là số %(number)s và %(count)s bản."
    ),
    "count_unbelievable": _("Số bản %(printed)s của “%(text)s” không dùng được."),
    "unknown_channel": _("Không biết cách thức nộp “%(text)s”."),
    "policy_unfounded": _(
        "Cách tính khi bổ sung giấy tờ “%(text)s” không dùng được: phải là resume hoặc restart và "
        "có căn cứ."
    ),
    "condition_unread": _(
        "Không đọc được thời hạn dài hơn có điều kiện “%(text)s”: cần điều kiện, cách tính (added "
        "hoặc instead) và thời hạn."
    ),
    "wrong_type": _("Mục “%(part)s” không đúng kiểu dữ liệu nên không đọc."),
    "too_long": _("Mục “%(part)s” dài quá %(most)s ký tự nên không đọc."),
    # refusals: it is not loaded at all
    "not_a_record": _("Bản ghi không phải là một đối tượng có tên trường."),
    "no_name": _("Không có tên thủ tục."),
    "name_too_long": _("Tên dài quá %(most)s ký tự, không phải là tên thủ tục."),
    "too_large": _("Bản ghi lớn quá %(most)s ký tự."),
    "too_deep": _("Bản ghi lồng quá nhiều lớp."),
    "too_many": _("Mục “%(part)s” có quá %(most)s dòng."),
    "negative_count": _("Số bản của “%(text)s” là số âm (%(printed)s)."),
    "negative_fee": _("Mức phí “%(text)s” là số âm (%(printed)s)."),
    "negative_term": _("Thời hạn %(value)s không lớn hơn 0."),
    "term_contradicts": _("Thời hạn tại quầy ghi hai lần khác nhau: %(first)s và %(second)s."),
    "duplicate": _("Tệp có nhiều bản ghi cùng mã, phiên bản và tên nhưng nội dung khác nhau."),
}


def remark(code: str, **facts: object) -> Remark:
    """A remark as it is stored: the code and what fills its sentence."""
    if code not in TEXTS:
        raise KeyError(code)
    return {"code": code, **facts}


def general(code: str) -> str:
    """The sentence of a remark without its facts, for lists that count them."""
    return str(TEXTS[code]) % defaultdict(lambda: "…")


def sentence(stored: Mapping[str, Any]) -> str:
    """The Vietnamese sentence of a stored remark."""
    facts = dict(stored)
    if stored["code"] == "channel_closed":
        facts |= {
            "channel": str(Channel(stored["channel"]).label).lower(),
            "why": str(TEXTS[stored["why"]]) % facts,
        }
    return str(TEXTS[stored["code"]]) % facts


def sentences(stored: Iterable[Mapping[str, Any]]) -> tuple[str, ...]:
    """The sentences of stored remarks, each once."""
    return tuple(dict.fromkeys(sentence(one) for one in stored))
