"""Sentences of an explanation. Values come as ISO text and leave as Vietnamese write them."""

from collections.abc import Mapping
from datetime import datetime

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_noop as _

from .moments import TZ

SENTENCES = {
    "received": _("Tiếp nhận lúc %(since)s, trong giờ làm việc."),
    "received_outside": _(
        "Tiếp nhận lúc %(since)s, ngoài giờ làm việc: tính như nhận lúc mở cửa %(until)s."
    ),
    "received_closing": _("Tiếp nhận lúc %(since)s, đúng phút đóng cửa: còn tính trong ngày đó."),
    "received_evening": _(
        "Tiếp nhận lúc %(since)s, sau giờ làm việc: vẫn tính là nhận trong ngày %(since_date)s."
    ),
    "limit": _("Thời hạn giải quyết: %(limit)s."),
    "lengthened_added": _(
        "Được kéo dài thêm %(limit)s, quyết định lúc %(since)s, vì: %(condition)s%(ground)s. Phần "
        "thêm đếm tiếp sau thời hạn đầu."
    ),
    "lengthened_instead": _(
        "Thời hạn là %(limit)s thay cho thời hạn đầu, quyết định lúc %(since)s, vì: "
        "%(condition)s%(ground)s."
    ),
    "hours": _("Giờ làm việc%(calendar)s: %(weekly)s."),
    "day_off": _("%(since_day)s là ngày nghỉ%(label)s."),
    "days_off": _("Nghỉ từ %(since_day)s đến hết %(until_day)s%(label)s."),
    "day_work": _("%(since_day)s là ngày làm việc (%(shifts)s)%(label)s."),
    "day_changed": _("%(since_day)s chỉ làm việc %(shifts)s%(label)s."),
    "working_days": _(
        "Đếm %(count)s ngày làm việc, không tính ngày %(after)s: đến hết %(until_day)s."
    ),
    "calendar_days": _(
        "Đếm %(count)s ngày theo lịch, không tính ngày %(after)s: đến %(until_day)s."
    ),
    "working_days_with": _(
        "Đếm %(count)s ngày làm việc, tính cả ngày %(since_date)s: đến hết %(until_day)s."
    ),
    "calendar_days_with": _(
        "Đếm %(count)s ngày theo lịch, tính cả ngày %(since_date)s: đến %(until_day)s."
    ),
    "months": _("Cộng %(months)s tháng theo lịch từ %(since_day)s: %(days)s ngày."),
    "minutes": _("Đếm %(duration)s làm việc từ %(since)s: đến %(until)s."),
    "fraction": _("Phần lẻ của ngày: đếm %(duration)s làm việc từ %(since)s: đến %(until)s."),
    "paused_working_days": _(
        "Trong đó tạm dừng từ %(since)s đến %(until)s, không tính %(lost)s ngày làm việc%(ground)s."
    ),
    "paused_days": _(
        "Trong đó tạm dừng từ %(since)s đến %(until)s, không tính %(lost)s ngày%(ground)s."
    ),
    "paused_minutes": _(
        "Trong đó tạm dừng từ %(since)s đến %(until)s, không tính %(duration)s làm việc%(ground)s."
    ),
    "paused_last_day": _(
        "Ngày cuối nằm trong lần tạm dừng từ %(since)s đến %(until)s%(ground)s nên lùi đến ngày "
        "tiếp tục."
    ),
    "restarted": _(
        "Tạm dừng từ %(since)s; bổ sung xong lúc %(until)s, thời hạn tính lại từ đầu%(ground)s."
    ),
    "same_day": _("Trả trong ngày, vì nhận trước %(cutoff)s: đến %(until)s."),
    "same_day_after": _("Nhận từ %(cutoff)s trở đi nên trả vào ngày làm việc sau: đến %(until)s."),
    "bounded": _(
        "Phần lẻ của ngày không vượt quá giới hạn của ngày đó: từ %(since)s là %(until)s."
    ),
    "moved": _(
        "%(since_day)s là ngày nghỉ hoặc đang tạm dừng nên chuyển đến hết ngày làm việc tiếp theo, "
        "%(until_day)s."
    ),
    "stays": _("%(since_day)s là ngày nghỉ, hạn vẫn là ngày đó: đến hết ngày."),
    "next_opening": _("Hết ca lúc %(since)s: tính đến lúc mở cửa tiếp theo, %(until)s."),
    "same_time": _("Giấy hẹn ghi theo giờ tiếp nhận: %(until)s."),
    "stopped": _(
        "Đồng hồ đang dừng từ %(since)s; ngày hẹn trả sẽ được tính tiếp khi hồ sơ được bổ sung."
    ),
    "provisional": _("Lịch nghỉ năm %(year)s chưa được công bố: ngày hẹn trả là tạm tính."),
    "recounted": _(
        "Lịch làm việc thay đổi%(ground)s: hạn %(since)s được tính lại thành %(until)s."
    ),
    "recounted_same": _("Lịch làm việc được xác nhận%(ground)s: hạn %(until)s giữ nguyên."),
    "own_resume": _("Thủ tục quy định riêng: bổ sung xong thì tính tiếp phần còn lại%(ground)s."),
    "own_restart": _("Thủ tục quy định riêng: bổ sung xong thì tính lại từ đầu%(ground)s."),
    "statutory": _(
        "Thời hạn theo quy định là %(limit)s: chậm nhất %(until)s. Cơ quan cam kết trả sớm hơn."
    ),
    "statutory_before": _(
        "Thời hạn theo quy định là %(limit)s: chậm nhất %(until)s, sớm hơn ngày cam kết."
    ),
    "statutory_same": _(
        "Thời hạn theo quy định là %(limit)s: cũng đến %(until)s như ngày cam kết."
    ),
    "due": _("Hẹn trả kết quả: chậm nhất %(until)s."),
}


def sentence(
    key: str,
    params: Mapping[str, str],
    since: datetime | None,
    until: datetime | None,
    ground: str,
) -> str:
    """The sentence of a line, in the active language."""
    shown: dict[str, str] = dict(params)
    for name, moment in (("since", since), ("until", until)):
        if moment is not None:
            shown[name] = _moment(moment)
            shown[f"{name}_day"] = _day(moment)
            shown[f"{name}_date"] = f"{moment.astimezone(TZ):%d/%m/%Y}"
    shown["label"] = f" ({params['label']})" if params.get("label") else ""
    shown["ground"] = f" ({ground})" if ground else ""
    shown["calendar"] = f" ({params['calendar']})" if params.get("calendar") else ""
    if "after" in params:
        shown["after"] = _date(params["after"])
    if "weekly" in params:
        shown["weekly"] = _weekly(params["weekly"])
    if "shifts" in params:
        shown["shifts"] = params["shifts"].replace(",", ", ")
    minutes = params.get("minutes") or params.get("lost")
    if minutes:
        shown["duration"] = _duration(int(minutes))
    return gettext(SENTENCES[key]) % shown


WEEKDAYS = (
    _("Thứ Hai"),
    _("Thứ Ba"),
    _("Thứ Tư"),
    _("Thứ Năm"),
    _("Thứ Sáu"),
    _("Thứ Bảy"),
    _("Chủ nhật"),
)


def _moment(at: datetime) -> str:
    local = at.astimezone(TZ)
    return gettext("%(clock)s ngày %(day)s") % {
        "clock": f"{local:%H:%M}",
        "day": f"{local:%d/%m/%Y}",
    }


def _day(at: datetime) -> str:
    local = at.astimezone(TZ)
    return f"{gettext(WEEKDAYS[local.weekday()])} {local:%d/%m/%Y}"


def _date(iso: str) -> str:
    return "/".join(reversed(iso.split("-")))


def _weekly(text: str) -> str:
    """Weekdays with the same hours in one phrase."""
    names = [gettext(name) for name in WEEKDAYS]
    phrases: list[tuple[list[int], str]] = []
    for item in text.split(";"):
        day, _equals, hours = item.partition("=")
        if phrases and phrases[-1][1] == hours and phrases[-1][0][-1] == int(day) - 1:
            phrases[-1][0].append(int(day))
        elif day:
            phrases.append(([int(day)], hours))
    return "; ".join(
        f"{names[days[0]]}{' – ' + names[days[-1]] if len(days) > 1 else ''}: "
        + hours.replace(",", ", ")
        for days, hours in phrases
    )


def _duration(minutes: int) -> str:
    hours, rest = divmod(minutes, 60)
    parts = []
    if hours:
        parts.append(ngettext("%(count)s giờ", "%(count)s giờ", hours) % {"count": hours})
    if rest or not hours:
        parts.append(ngettext("%(count)s phút", "%(count)s phút", rest) % {"count": rest})
    return " ".join(parts)
