"""The process of a procedure that has none of its own. Nobody published it, and it says so."""

from itertools import pairwise
from typing import Literal

from .graph import Flow, Graph, Lane, Node

KEY = "quy-trinh-mau"
COMMUNE_KEY = "quy-trinh-mau-cap-xa"
NAME = "Quy trình mẫu, chưa ban hành"
SOURCE = "Không do cơ quan nào ban hành; dùng tạm cho thủ tục chưa có quy trình nội bộ."

AT_ONCE_KEY = "quy-trinh-tra-ngay"
AT_ONCE_NAME = "Quy trình mẫu trả ngay, chưa ban hành"

_COUNTER = Lane("lan_mot_cua", "Bộ phận tiếp nhận và trả kết quả", "receiving", "counter")

_DEPARTMENT = (
    _COUNTER,
    Lane("lan_thu_ly", "Công chức thụ lý", "division", "appraiser"),
    Lane("lan_phong", "Lãnh đạo phòng chuyên môn", "division", "unit_leader"),
    Lane("lan_co_quan", "Lãnh đạo Sở", "department", "department_leader"),
    Lane("lan_van_thu", "Văn thư Sở", "department", "appraiser"),
)
_COMMUNE = (
    _COUNTER,
    Lane("lan_thu_ly", "Công chức thụ lý", "commune_division", "appraiser"),
    Lane("lan_phong", "Lãnh đạo phòng chuyên môn", "commune_division", "unit_leader"),
    Lane("lan_co_quan", "Lãnh đạo Ủy ban nhân dân cấp xã", "commune", "unit_leader"),
    Lane("lan_van_thu", "Văn thư Ủy ban nhân dân cấp xã", "commune", "appraiser"),
)


def at_once_graph() -> Graph:
    """Received, resolved and returned by one post at the counter, in three steps."""
    steps = (
        Node("buoc_1", "user", "Tiếp nhận hồ sơ", "lan_mot_cua", step_kind="receive"),
        Node("buoc_2", "user", "Giải quyết, ký, đóng dấu", "lan_mot_cua", step_kind="approve"),
        Node(
            "tra_ket_qua", "user", "Trả kết quả", "lan_mot_cua", step_kind="return", ends_promise=1
        ),
    )
    nodes = (
        Node("bat_dau", "start", lane_id="lan_mot_cua"),
        *steps,
        Node("ket_thuc", "end", lane_id="lan_mot_cua"),
    )
    return Graph(
        key=AT_ONCE_KEY,
        name=AT_ONCE_NAME,
        nodes=nodes,
        flows=_chain(nodes),
        lanes=(_COUNTER,),
        promises=("Trả kết quả giải quyết hồ sơ",),
    )


def standard_graph(level: Literal["department", "commune"] = "department") -> Graph:
    """Five steps and the return: counter, appraiser, unit leader, agency leader, clerk, counter.

    :param level: whose people do it; the steps are the same.

    No step has a duration: none was ever published. Sending back needs no arrows. The clerk (văn
    thư) is an appraiser of the agency in a step of kind "clerk".
    """
    commune = level == "commune"
    steps = (
        Node("buoc_1", "user", "Tiếp nhận và chuyển hồ sơ", "lan_mot_cua", step_kind="receive"),
        Node(
            "buoc_2", "user", "Thẩm định hồ sơ, dự thảo kết quả", "lan_thu_ly", step_kind="appraise"
        ),
        Node("buoc_3", "user", "Kiểm tra, trình lãnh đạo", "lan_phong", step_kind="process"),
        Node("buoc_4", "user", "Phê duyệt kết quả", "lan_co_quan", step_kind="approve"),
        Node(
            "buoc_5",
            "user",
            "Vào sổ, đóng dấu, chuyển kết quả về nơi tiếp nhận",
            "lan_van_thu",
            step_kind="clerk",
        ),
        Node(
            "tra_ket_qua", "user", "Trả kết quả", "lan_mot_cua", step_kind="return", ends_promise=1
        ),
    )
    nodes = (
        Node("bat_dau", "start", lane_id="lan_mot_cua"),
        *steps,
        Node("ket_thuc", "end", lane_id="lan_mot_cua"),
    )
    return Graph(
        key=COMMUNE_KEY if commune else KEY,
        name=NAME,
        nodes=nodes,
        flows=_chain(nodes),
        lanes=_COMMUNE if commune else _DEPARTMENT,
        promises=("Trả kết quả giải quyết hồ sơ",),
    )


def _chain(nodes: tuple[Node, ...]) -> tuple[Flow, ...]:
    return tuple(
        Flow(f"luong_{number}", before.id, after.id)
        for number, (before, after) in enumerate(pairwise(nodes), start=1)
    )
