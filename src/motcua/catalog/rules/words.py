"""What somebody meant by the words of a search."""

import re
from dataclasses import dataclass
from itertools import pairwise

from motcua.kernel.text import clean, fold

MOST_LETTERS = 200
MOST_WORDS = 12
# What counters write for what the catalogue prints. Folded on both sides.
ABBREVIATIONS = {
    "bds": "bat dong san",
    "bhyt": "bao hiem y te",
    "cccd": "can cuoc cong dan",
    "dkkd": "dang ky kinh doanh",
    "dtm": "danh gia tac dong moi truong",
    "gcn": "giay chung nhan",
    "gcnqsdd": "giay chung nhan quyen su dung dat",
    "gpkt": "giay phep khai thac",
    "gpmt": "giay phep moi truong",
    "gpxd": "giay phep xay dung",
    "hkd": "ho kinh doanh",
    "hktt": "thuong tru",
    "nvtc": "nghia vu tai chinh",
    "qsd": "quyen su dung",
    "qsdd": "quyen su dung dat",
    "tnmt": "tai nguyen moi truong",
    "tnn": "tai nguyen nuoc",
    "ubnd": "uy ban nhan dan",
}
PHRASES = {
    "doi ten tren so do": "doi ten",
    "doi ten so do": "doi ten",
    "so do": "giay chung nhan",
    "so hong": "giay chung nhan",
    "sang ten": "chuyen nhuong",
    "ho khau": "thuong tru",
    # What citizens say for what the law calls otherwise.
    "gop thua": "hop thua",
    "gieng khoan": "khai thac nuoc duoi dat",
    "khoan gieng": "khai thac nuoc duoi dat",
    "len tho cu": "chuyen muc dich su dung dat",
    "nuoc ngam": "nuoc duoi dat",
    "sang nhuong": "chuyen nhuong",
    "sua nha": "giay phep xay dung sua chua",
    "xay nha": "giay phep xay dung moi",
}
# Words of the request, not of the thing asked for: "tôi muốn xin làm thủ tục …".
_COURTESY = re.compile(r"^(?:(?:toi|muon|xin|lam|thu tuc|hanh chinh|ho so|ve|giup)\s+)+(?=\S)")
_WORD = re.compile(r"[0-9a-z]+(?:[.\-/][0-9a-z]+)*")
_CODE = re.compile(r"^\d+\.[\d.a-z]*$|^\d{3,}$")


@dataclass(frozen=True, slots=True)
class Asked:
    """A search, taken apart. ``terms`` are safe inside ``to_tsquery``.

    ``typed`` is what was typed, if it has accents: they are then meant.
    """

    phrase: str
    terms: tuple[str, ...]
    codes: tuple[str, ...]
    pieces: tuple[str, ...]
    typed: str

    @property
    def pairs(self) -> list[str]:
        """Neighbouring words."""
        return [f"{a} {b}" for a, b in pairwise(self.pieces)]

    @property
    def empty(self) -> bool:
        """Nothing to look for."""
        return not self.terms and not self.codes


def asked(text: str) -> Asked:
    """Take a search apart: folded words, code fragments, the last word as a prefix.

    >>> asked("Đất đai BIẾN động").terms
    ('dat', 'dai', 'bien', 'dong:*')
    >>> asked("1.0138").codes
    ('1.0138',)
    """
    plain = clean(text[: MOST_LETTERS * 4], MOST_LETTERS).lower()
    folded = _COURTESY.sub("", fold(plain))
    for short, full in PHRASES.items():
        folded = re.sub(rf"\b{short}\b", full, folded)
    found = [ABBREVIATIONS.get(word, word) for word in _WORD.findall(folded)]
    tokens = " ".join(found[:MOST_WORDS]).split()
    codes = tuple(token for token in tokens if _CODE.match(token))
    kept = [part for token in tokens if token not in codes for part in re.findall(r"\w+", token)]
    terms = [*kept[:-1], f"{kept[-1]}:*"] if kept else []
    accented = plain if plain != fold(plain) else ""
    return Asked(" ".join(kept), tuple(terms), codes, tuple(kept), _escaped(accented))


def _escaped(text: str) -> str:
    """Text that LIKE takes for itself."""
    return re.sub(r"([\\%_])", r"\\\1", text)
