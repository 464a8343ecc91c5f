"""Processes for tests: a few by hand, and random ones built from properly nested blocks."""

from dataclasses import dataclass, field
from fractions import Fraction

from hypothesis import strategies as st

from motcua.kernel.working_time import Part, TimeLimit, Unit
from motcua.workflow.graph import Flow, Graph, Lane, Node, Outcome

COUNTER = Lane("lan_mot_cua", "Bộ phận một cửa", "receiving", "counter")
EXPERT = Lane("lan_chuyen_mon", "Chuyên viên phòng Đất đai", "division", "appraiser")
LEADER = Lane("lan_lanh_dao", "Lãnh đạo Sở", "deciding", "department_leader")
TAX = Lane("lan_thue", "Cơ quan thuế", "external:tax", "")


def user(node_id: str, name: str = "", lane: Lane = EXPERT, **facts: object) -> Node:
    """A task of somebody."""
    return Node(node_id, "user", name or f"Bước {node_id}", lane.id, **facts)  # type: ignore[arg-type]


def arrows(*pairs: str) -> tuple[Flow, ...]:
    """Flows from texts such as "a>b" or "g>b outcome == 'x'"; "g>b *" is a default."""
    flows = []
    for number, pair in enumerate(pairs, start=1):
        way, _, condition = pair.partition(" ")
        source, target = way.split(">")
        default = condition == "*"
        flows.append(Flow(f"f{number}", source, target, "" if default else condition, default))
    return tuple(flows)


def graph(nodes: tuple[Node, ...], *pairs: str, **facts: object) -> Graph:
    """A graph with all lanes."""
    lanes = (COUNTER, EXPERT, LEADER, TAX)
    return Graph("thu", "Quy trình thử", nodes, arrows(*pairs), lanes, **facts)  # type: ignore[arg-type]


def land_process() -> Graph:
    """Receive; two opinions in parallel; approve or give up; wait for tax; return. Two promises."""
    return graph(
        (
            Node("bat_dau", "start"),
            user("nhan", "Tiếp nhận", COUNTER, allotted=TimeLimit.parse("4 giờ")),
            Node("tach", "parallel", "Lấy ý kiến"),
            user("dia_chinh", "Kiểm tra địa chính", allotted=TimeLimit.parse("2 ngày làm việc")),
            user("quy_hoach", "Kiểm tra quy hoạch"),
            Node("nhap", "parallel", "Đủ ý kiến"),
            user(
                "duyet",
                "Phê duyệt",
                LEADER,
                outcomes=(Outcome("dat", "Đạt"), Outcome("khong", "Không đạt")),
            ),
            Node("chon", "exclusive", "Kết quả duyệt"),
            Node("thue", "wait", "Chờ nộp thuế", TAX.id, stops_clock=True, ends_promise=1),
            Node("gop", "exclusive"),
            user("tra", "Trả kết quả", COUNTER, ends_promise=2),
            Node("ket_thuc", "end"),
        ),
        "bat_dau>nhan",
        "nhan>tach",
        "tach>dia_chinh",
        "tach>quy_hoach",
        "dia_chinh>nhap",
        "quy_hoach>nhap",
        "nhap>duyet",
        "duyet>chon",
        "chon>thue *",
        'chon>gop outcome == "khong"',
        "thue>gop",
        "gop>tra",
        "tra>ket_thuc",
        promises=("Thông báo nghĩa vụ tài chính", "Trả giấy chứng nhận"),
        total="5 ngày làm việc",
    )


@dataclass
class Built:
    """A random graph, and what share of the one token each resting place carries."""

    nodes: list[Node] = field(default_factory=list)
    flows: list[Flow] = field(default_factory=list)
    weight: dict[str, Fraction] = field(default_factory=dict)

    def node(self, kind: str, weight: Fraction, **facts: object) -> str:
        node_id = f"n{len(self.nodes)}"
        lane = EXPERT.id if kind == "user" else TAX.id if kind == "wait" else None
        self.nodes.append(Node(node_id, kind, f"Nút {node_id}", lane, **facts))  # type: ignore[arg-type]
        self.weight[node_id] = weight
        return node_id

    def flow(self, source: str, target: str, condition: str = "", default: bool = False) -> str:
        flow_id = f"f{len(self.flows)}"
        self.flows.append(Flow(flow_id, source, target, condition, default))
        return flow_id

    def graph(self) -> Graph:
        return Graph("thu", "Quy trình thử", tuple(self.nodes), tuple(self.flows), (EXPERT, TAX))


Block = tuple[object, ...]

limits = st.builds(
    lambda n, unit: TimeLimit((Part(n, unit),)),
    st.decimals("0.5", "90", places=1),
    st.sampled_from([Unit.WORKING_HOUR, Unit.WORKING_DAY, Unit.CALENDAR_DAY]),
)
steps = st.one_of(
    st.tuples(st.just("user"), st.none() | limits), st.tuples(st.just("wait"), st.booleans())
)
blocks = st.recursive(
    steps,
    lambda inner: st.one_of(
        st.tuples(st.just("sequence"), st.lists(inner, min_size=1, max_size=3)),
        st.tuples(st.just("choice"), st.lists(inner, min_size=2, max_size=3), st.booleans()),
        st.tuples(st.just("parallel"), st.lists(inner, min_size=2, max_size=3)),
        st.tuples(st.just("loop"), inner),
    ),
    max_leaves=8,
)


@st.composite
def structured(draw: st.DrawFn) -> Built:
    """A random process: sequences, choices, parallel parts, waits and loops, properly nested."""
    built = Built()
    first = built.node("start", Fraction(1))
    last = _block(built, draw(blocks), first, Fraction(1))
    last = _task(built, last, Fraction(1))
    built.flow(last, built.node("end", Fraction(1)))
    return built


def _task(built: Built, after: str, weight: Fraction, **facts: object) -> str:
    node_id = built.node("user", weight, **facts)
    built.flow(after, node_id)
    return node_id


def _block(built: Built, block: Block, after: str, weight: Fraction) -> str:
    """Append a block behind a node with one free way out; return its last node."""
    kind = block[0]
    if kind == "user":
        return _task(built, after, weight, allotted=block[1])
    if kind == "wait":
        node_id = built.node("wait", weight, stops_clock=block[1])
        built.flow(after, node_id)
        return node_id
    if kind == "sequence":
        for inner in block[1]:  # type: ignore[attr-defined]
            after = _block(built, inner, after, weight)
        return after
    return {"choice": _choice, "parallel": _parallel, "loop": _loop}[kind](  # type: ignore[index]
        built, block, after, weight
    )


def _choice(built: Built, block: Block, after: str, weight: Fraction) -> str:
    by_outcome = block[2]
    if by_outcome:
        after = _task(built, after, weight)
    gateway, merge = built.node("exclusive", weight), built.node("exclusive", weight)
    built.flow(after, gateway)
    ways = block[1]
    for number, inner in enumerate(ways):  # type: ignore[arg-type]
        default = number == 0
        condition = f'outcome == "o{number}"' if by_outcome else f"way == {number}"
        entry = built.node("service", weight)
        built.flow(gateway, entry, "" if default else condition, default)
        built.flow(_block(built, inner, entry, weight), merge)
    return merge


def _parallel(built: Built, block: Block, after: str, weight: Fraction) -> str:
    split, join = built.node("parallel", weight), built.node("parallel", weight)
    built.flow(after, split)
    share = weight / len(block[1])  # type: ignore[arg-type]
    for inner in block[1]:  # type: ignore[attr-defined]
        entry = built.node("service", share)
        built.flow(split, entry)
        built.flow(_block(built, inner, entry, share), join)
    built.weight[join] = share
    return join


def _loop(built: Built, block: Block, after: str, weight: Fraction) -> str:
    merge = built.node("exclusive", weight)
    built.flow(after, merge)
    last = _task(built, _block(built, block[1], merge, weight), weight)  # type: ignore[arg-type]
    gateway = built.node("exclusive", weight)
    built.flow(last, gateway)
    built.flow(gateway, merge, 'outcome == "again"')
    on = built.node("service", weight)
    built.flow(gateway, on, default=True)
    return on
