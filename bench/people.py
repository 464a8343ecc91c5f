"""Applicants by the hundred thousand, sealed and indexed as the product does it. All invented."""

import random
import secrets
from collections.abc import Iterator
from datetime import datetime

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from bench.database import Connection
from motcua.kernel.sealing import blind
from motcua.kernel.text import fold

SURNAMES = "Nguyễn Trần Lê Phạm Hoàng Huỳnh Phan Vũ Võ Đặng Bùi Đỗ Hồ Ngô Dương Lý".split()
MIDDLES = (
    "Văn Thị Đức Minh Ngọc Quốc Hữu Xuân Thanh Thu Kim Bích Hồng Hải Công Đình Gia Khánh Mỹ "
    "Phương Quang Tấn Thành Tuấn Anh Bảo Diệu Hoài Như Thiên"
).split()
GIVEN = (
    "An Anh Ánh Bình Châu Chi Cường Dung Dũng Duyên Đạt Giang Hà Hạnh Hằng Hiền Hiếu Hoa Hòa "
    "Huệ Hùng Hương Khang Khoa Lan Lâm Linh Loan Long Ly Mai Mạnh Nam Nga Ngân Nghĩa Nhung Nhựt "
    "Oanh Phát Phong Phúc Phượng Quân Quyên Sáng Sơn Tâm Tân Thảo Thắng Thiện Thơ Thủy Tiến Trang "
    "Trí Trung Tú Tuyết Uyên Vân Việt Vinh Vy Xuân Yến Ý"
).split()
SHARE = 0.3
"""Applicants for each dossier: people come again, but not often."""
ADDRESSES = 400
"""So many different sealed addresses are made; sealing each anew would measure nothing more."""


def name(chance: random.Random) -> str:
    """An invented name."""
    middle = " ".join(chance.sample(MIDDLES, 1 + (chance.random() < 0.2)))
    return f"{chance.choice(SURNAMES)} {middle} {chance.choice(GIVEN)}"


def identity(party_id: int) -> str:
    """The personal number of an applicant: told again from the row's number."""
    return f"0{1 + party_id % 96:02d}{party_id % 4}{party_id // 4 % 100:02d}{party_id % 10**6:06d}"


class Sealer:
    """The product's sealing with its key made once."""

    def __init__(self) -> None:
        self._box = AESGCM(bytes.fromhex(settings.SEAL_KEY))

    def __call__(self, text: str) -> str:
        """Sealed text as COPY reads bytes."""
        nonce = secrets.token_bytes(12)
        return "\\\\x" + (nonce + self._box.encrypt(nonce, text.encode(), None)).hex()


def load(connection: Connection, first: int, many: int, person_id: int, at: datetime) -> None:
    """Write ``many`` applicants with ids from ``first`` on, and what the seed needs of them."""
    connection.execute("CREATE UNLOGGED TABLE bench_person (id bigint, name text, tail text)")
    tables = {
        "parties_party": "id, public_id, kind, name, name_folded, birth, gender, name_verified_by,"
        " phone_sealed, phone_blind, phone_tail_blind, email_sealed, address_sealed, created_at,"
        " changed_at",
        "parties_partyidentity": "id, party_id, number_kind, number_sealed, number_blind,"
        " tail_blind, verified_by, verified_at",
        "parties_partyversion": "id, party_id, no, name, birth, gender, address_sealed,"
        " verified_by, applied, by_person_id, at",
        "bench_person": "id, name, tail",
    }
    for begin in range(0, many, 20_000):
        rows: dict[str, list[str]] = {table: [] for table in tables}
        for lines in _people(first + begin, min(20_000, many - begin), person_id, at):
            for table, line in zip(tables, lines, strict=True):
                rows[table].append(line)
        for table, columns in tables.items():
            with connection.cursor().copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
                copy.write("\n".join(rows[table]) + "\n")
    for table in ("parties_party", "parties_partyidentity", "parties_partyversion"):
        connection.execute(
            f"SELECT setval(pg_get_serial_sequence(%s, 'id'), (SELECT max(id) FROM {table}))",
            [table],
        )


def _people(first: int, many: int, person_id: int, at: datetime) -> Iterator[list[str]]:
    chance, seal = random.Random(first), Sealer()
    places = [f"Thôn {n % 20 + 1}, xã Đo {n // 20}" for n in range(ADDRESSES)]
    sealed = [seal(place) for place in places]
    when = at.isoformat()
    for party_id in range(first, first + many):
        called = name(chance)
        number = identity(party_id)
        phone = f"09{party_id * 7919 % 10**8:08d}"
        tail, address = number[-4:], sealed[party_id % ADDRESSES]
        gender = "female" if party_id % 2 else "male"
        public = secrets.token_urlsafe(12)
        yield [
            f"{party_id}\t{public}\tperson\t{called}\t{fold(called)}\t\\N\t{gender}\tdeclared\t"
            f"{seal(phone)}\t{blind(phone, 'parties.phone')}\t{blind(phone[-4:], 'parties.tail')}\t"
            f"\\N\t{address}\t{when}\t{when}",
            f"{party_id}\t{party_id}\tpersonal_id\t{seal(number)}\t"
            f"{blind(number, 'parties.number.personal_id')}\t{blind(tail, 'parties.tail')}\t"
            f"declared\t{when}",
            f"{party_id}\t{party_id}\t1\t{called}\t\\N\t{gender}\t{address}\tdeclared\tt\t"
            f"{person_id}\t{when}",
            f"{party_id}\t{called}\t{tail}",
        ]
