"""The page that shows it live: plain HTML that refreshes itself, nothing from elsewhere."""

import threading
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from launcher.kill.account import Verdict
from launcher.kill.killing import TARGETS, Death

POLICY = (
    "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self'; base-uri 'none';"
    " form-action 'none'; frame-ancestors 'none'"
)
#: Seconds between two looks of a browser.
EVERY = 2
OWN_STYLE = Path(__file__).with_name("page.css")
NAMES = {
    "web": "Tiến trình web",
    "worker": "Tiến trình nền",
    "database": "Cơ sở dữ liệu (tiến trình chính)",
    "session": "Cơ sở dữ liệu (một phiên)",
    "everything": "Tất cả cùng lúc",
}
PHASES = {
    "starting": "Đang khởi động hệ thống",
    "working": "Mười người đang làm việc, máy bị tắt ngang",
    "settling": "Thôi tắt máy; chờ mọi người nhận được câu trả lời và việc nền chạy xong",
    "checking": "Đang kiểm tra mọi điều luôn phải đúng",
    "done": "Đã xong",
}
_TYPES = {".css": "text/css; charset=utf-8", ".woff2": "font/woff2", ".svg": "image/svg+xml"}


@dataclass(frozen=True, slots=True)
class Show:
    """Everything that the page shows. Seconds are since the beginning of the work."""

    phase: str
    seconds: float
    now: float
    verdict: Verdict
    plan: int
    address: str
    seed: int
    rate: float = 0
    deaths: Sequence[Death] = ()
    living: Sequence[str] = ()
    moments: Sequence[float] = ()
    answers: Counter[str] = field(default_factory=Counter)
    jobs: int = 0
    invariants: str = ""


def number(value: float, decimals: int = 0) -> str:
    """A number as it is written in Vietnam: 1.234,5."""
    return f"{value:,.{decimals}f}".translate(str.maketrans(",.", ".,"))


def clock(seconds: float) -> str:
    """Minutes and seconds: 9:05."""
    whole = max(0, round(seconds))
    return f"{whole // 60}:{whole % 60:02d}"


def render(show: Show) -> str:
    """The whole page."""
    refresh = f'<meta http-equiv="refresh" content="{EVERY}">' if show.phase != "done" else ""
    return (
        '<!doctype html><html lang="vi" data-mode="auto"><head><meta charset="utf-8">'
        f"<title>Tắt máy đột ngột – {escape(PHASES[show.phase])}</title>{refresh}"
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta name="color-scheme" content="light dark">'
        '<link rel="icon" href="/mc/favicon.svg" type="image/svg+xml">'
        '<link rel="stylesheet" href="/mc/desk.css"><link rel="stylesheet" href="/page.css">'
        f'</head><body class="mc-desk kill"><main>{_head(show)}{_sentence(show)}{_figures(show)}'
        f'{_course(show)}<div class="kill-columns">{_kills(show)}{_system(show)}</div>'
        f"</main></body></html>"
    )


def _head(show: Show) -> str:
    left = show.seconds - show.now if show.phase in {"starting", "working"} else 0
    return (
        '<header class="kill-head"><div><h1>Tắt máy đột ngột</h1>'
        f'<p class="kill-phase">{escape(PHASES[show.phase])}</p></div>'
        f'<p class="kill-left"><span>Còn lại</span> <strong>{clock(left)}</strong>'
        f" <span>trên {clock(show.seconds)}</span></p></header>"
    )


def _sentence(show: Show) -> str:
    verdict = show.verdict
    if verdict.good:
        kind, title = "success", "Không mất việc nào, không việc nào bị ghi hai lần."
        more = "Mọi việc đã báo cho người dân và cán bộ là xong đều có trong cơ sở dữ liệu."
    else:
        kind, title = "error", "Có việc đã báo là xong mà không còn, hoặc bị ghi thừa."
        more = "Hãy xem các số màu đỏ; báo cáo cuối cùng nêu từng việc."
    if show.phase == "starting":
        kind, title, more = "info", "Hệ thống đang khởi động.", "Số liệu hiện ở đây sau ít giây."
    said = f"<p>{escape(show.invariants)}</p>" if show.invariants else ""
    return (
        f'<div class="mc-notice mc-notice--{kind}"><div class="mc-notice__body">'
        f'<p class="mc-notice__title">{title}</p><p>{more}</p>{said}</div></div>'
    )


def _figures(show: Show) -> str:
    verdict = show.verdict
    tiles = [
        _tile(number(verdict.told), "Đã báo là xong", "", "mọi loại việc, từ tiếp nhận tới trả"),
        _tile(number(verdict.present), "Có trong cơ sở dữ liệu", "", "đếm từ lịch sử hồ sơ"),
        _tile(number(verdict.lost), "Bị mất", _tone(verdict.lost), "báo xong mà không có"),
        _tile(number(verdict.doubled), "Bị ghi thừa", _tone(verdict.doubled), "có mà không ai làm"),
        _tile(number(verdict.gaps), "Số bị bỏ trống", _tone(verdict.gaps), "trong mã hồ sơ"),
        _tile(f"{number(len(show.deaths))} / {number(show.plan)}", "Lần tắt ngang", "", "kill -9"),
        _tile(number(show.rate, 1), "Việc mỗi giây", "", "10 giây gần đây"),
    ]
    return f'<div class="mc-stats" role="group" aria-label="Số liệu">{"".join(tiles)}</div>'


def _tile(value: str, label: str, tone: str, note: str) -> str:
    css = f"mc-stat mc-stat--{tone}" if tone else "mc-stat"
    return (
        f'<div class="{css}"><span class="mc-stat__label">{label}</span> '
        f'<span class="mc-stat__number">{value}</span> '
        f'<span class="mc-stat__note">{note}</span></div>'
    )


def _tone(count: int) -> str:
    return "danger" if count else "success"


def _course(show: Show) -> str:
    """Acts over time as bars, kills as lines above them."""
    columns, width, height = 120, 1200, 120
    span = max(show.seconds, show.now, 1.0)
    counts = Counter(min(columns - 1, int(at / span * columns)) for at in show.moments)
    top = max(counts.values(), default=1)
    bars = "".join(
        f'<rect class="kill-bar" x="{column * 10 + 1}" y="{20 + height - tall}" width="8"'
        f' height="{tall}"/>'
        for column, count in sorted(counts.items())
        if (tall := max(2, round(count / top * (height - 8))))
    )
    marks = "".join(
        f'<path class="kill-mark kill-mark--{death.target}" d="M{x} 0v16"><title>'
        f"{clock(death.at)} {escape(NAMES[death.target])}</title></path>"
        for death in show.deaths
        if (x := round(death.at / span * width)) is not None
    )
    words = f"{len(show.moments)} việc và {len(show.deaths)} lần tắt ngang theo thời gian"
    return (
        '<section class="mc-panel"><h2 class="mc-panel__title">Diễn biến</h2>'
        '<div class="mc-panel__body"><svg class="kill-course" role="img" preserveAspectRatio="none"'
        f' viewBox="0 0 {width} {height + 22}"><title>{words}</title>{bars}{marks}'
        f'<path class="kill-ground" d="M0 {height + 20.5}h{width}"/></svg>'
        '<p class="kill-legend">Cột: số việc đã báo xong. Vạch ở trên: một lần tắt ngang.</p>'
        "</div></section>"
    )


def _kills(show: Show) -> str:
    counts = Counter(death.target for death in show.deaths)
    rows = "".join(
        f'<tr><th scope="row"><span class="kill-key kill-key--{target}"></span>{NAMES[target]}</th>'
        f'<td class="mc-num">{number(counts[target])}</td></tr>'
        for target in TARGETS
    )
    last = "".join(
        f"<li><span>{clock(death.at)}</span> {escape(NAMES[death.target])}"
        f' <span class="kill-pid">{", ".join(map(str, death.pids))}</span></li>'
        for death in list(show.deaths)[:-7:-1]
    )
    return (
        '<section class="mc-panel"><h2 class="mc-panel__title">Bị tắt ngang</h2>'
        '<div class="mc-panel__body"><table class="mc-table"><thead><tr><th scope="col">Phần</th>'
        f'<th scope="col" class="mc-num">Số lần</th></tr></thead><tbody>{rows}</tbody></table>'
        f'<ol class="kill-last" aria-label="Gần đây nhất">{last}</ol></div></section>'
    )


def _system(show: Show) -> str:
    answers = show.answers
    rows = [
        ("Tiến trình đang chạy", ", ".join(show.living) or "–"),
        ("Kết nối bị đứt, hoặc báo lỗi", number(answers["cut"])),
        ("Gửi lại cùng biểu mẫu, được trả lời", number(answers["again"])),
        ("Bị từ chối đúng quy tắc", number(answers["refused"])),
        ("Việc nền đang chờ", number(show.jobs)),
        ("Hạt giống (lặp lại được)", str(show.seed)),
    ]
    lines = "".join(
        f'<tr><th scope="row">{name}</th><td>{escape(value)}</td></tr>' for name, value in rows
    )
    return (
        '<section class="mc-panel"><h2 class="mc-panel__title">Hệ thống</h2>'
        f'<div class="mc-panel__body"><table class="mc-table"><tbody>{lines}</tbody></table>'
        f'<p>Trang làm việc thật: <a href="{escape(show.address)}">{escape(show.address)}</a></p>'
        "</div></section>"
    )


class Server:
    """Serves the page on 127.0.0.1 from a thread of its own.

    :param look: makes what is to be shown now.
    :param static: folder of the product's built styles.
    """

    def __init__(self, port: int, look: Callable[[], Show], static: Path) -> None:
        self._server = ThreadingHTTPServer(("127.0.0.1", port), _handler(look, static))
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)

    @property
    def address(self) -> str:
        """Where a browser on this machine finds it."""
        return f"http://127.0.0.1:{self._server.server_port}/"

    def begin(self) -> None:
        """Answer from now on."""
        self._thread.start()

    def end(self) -> None:
        """Answer no more."""
        self._server.shutdown()
        self._server.server_close()


def _handler(look: Callable[[], Show], static: Path) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        server_version, sys_version = "motcua", ""

        def do_GET(self) -> None:
            """One page, or one file of the styles."""
            path = self.path.split("?")[0]
            if path == "/":
                self._answer(render(look()).encode(), "text/html; charset=utf-8")
            elif path == "/page.css":
                self._answer(OWN_STYLE.read_bytes(), _TYPES[".css"])
            else:
                self._file(path)

        def _file(self, path: str) -> None:
            found = (static / path.removeprefix("/mc/")).resolve()
            inside = path.startswith("/mc/") and found.is_relative_to(static.resolve())
            if not inside or found.suffix not in _TYPES or not found.is_file():
                self.send_error(404)
                return
            self._answer(found.read_bytes(), _TYPES[found.suffix], keep=True)

        def _answer(self, body: bytes, kind: str, *, keep: bool = False) -> None:
            self.send_response(200)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.send_header("Content-Security-Policy", POLICY)
            self.send_header("X-Content-Type-Options", "nosniff")
            self.send_header("Cache-Control", "max-age=600" if keep else "no-store")
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            """Nothing is logged: the page refreshes itself."""

    return Handler
