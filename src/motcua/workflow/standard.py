"""The process of a procedure that has none of its own. Nobody published it, and it says so."""

import itertools

from .graph import Flow, Graph, Lane, Node

KEY = "quy-trinh-mau"
NAME = "Quy trình mẫu, chưa ban hành"
SOURCE = "Không do cơ quan nào ban hành; dùng tạm cho thủ tục chưa có quy trình nội bộ."


def standard_graph() -> Graph:
    """Five steps and the return: counter, appraiser, unit leader, agency leader, clerk, counter.

    No step has a duration: none was ever published. Sending back needs no arrows.
    """
    lanes = (
        Lane("lan_mot_cua", "Bộ phận tiếp nhận và trả kết quả", "receiving", "counter"),
        Lane("lan_thu_ly", "Công chức thụ lý", "division|commune_division", "appraiser"),
        Lane("lan_phong", "Lãnh đạo phòng chuyên môn", "division|commune_division", "unit_leader"),
        Lane("lan_co_quan", "Lãnh đạo cơ quan quyết định", "deciding", "department_leader"),
        Lane("lan_van_thu", "Văn thư cơ quan quyết định", "deciding", "appraiser"),
    )
    steps = (
        Node("buoc_1", "user", "Tiếp nhận và chuyển hồ sơ", "lan_mot_cua", step_kind="receive"),
        Node(
            "buoc_2",
            "user",
            "Thẩm định hồ sơ, dự thảo kết quả",
            "lan_thu_ly",
            step_kind="appraise",
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
            "tra_ket_qua",
            "user",
            "Trả kết quả",
            "lan_mot_cua",
            step_kind="return",
            ends_promise=1,
        ),
    )
    nodes = (
        Node("bat_dau", "start", lane_id="lan_mot_cua"),
        *steps,
        Node("ket_thuc", "end", lane_id="lan_mot_cua"),
    )
    flows = tuple(
        Flow(f"luong_{number}", before.id, after.id)
        for number, (before, after) in enumerate(itertools.pairwise(nodes), start=1)
    )
    return Graph(
        key=KEY,
        name=NAME,
        nodes=nodes,
        flows=flows,
        lanes=lanes,
        promises=("Trả kết quả giải quyết hồ sơ",),
    )
