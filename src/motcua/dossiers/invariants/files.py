"""Files: every row has its bytes, and the bytes are those that were kept."""

from django.utils.translation import gettext_lazy as _

from motcua.documents import queries as documents

from .base import Invariant, Scope, Tally, asked

_ROWS = """
SELECT 'file ' || f.id, 'no_content' FROM documents_file f
WHERE NOT EXISTS (SELECT FROM documents_content c WHERE c.sha256 = f.content_id)
UNION ALL
SELECT 'slip ' || s.id, 'no_content' FROM documents_issuedslip s
WHERE s.pdf_id IS NOT NULL
  AND NOT EXISTS (SELECT FROM documents_content c WHERE c.sha256 = s.pdf_id)
UNION ALL
SELECT d.code || '/' || p.no, 'no_file'
FROM dossiers_dossiercomponent p JOIN dossiers_dossier d ON d.id = p.dossier_id
WHERE p.file_id IS NOT NULL AND NOT EXISTS (SELECT FROM documents_file f WHERE f.id = p.file_id)
UNION ALL
SELECT d.code, 'no_file' FROM dossiers_result r JOIN dossiers_dossier d ON d.id = r.dossier_id
WHERE r.file_id IS NOT NULL AND NOT EXISTS (SELECT FROM documents_file f WHERE f.id = r.file_id)
"""
_in_rows = asked("SELECT count(*) FROM documents_content", _ROWS)


def _look(scope: Scope) -> Tally:
    """Rows are asked all; bytes are read of all contents, or of a sample of them."""
    tally = _in_rows(scope)
    sample = None if scope.every_file else scope.sample
    for sha256, damage in documents.check_file_hashes(sample):
        if damage != "orphan":
            tally.add(damage, sha256)
    return tally


INVARIANTS = (
    Invariant(
        "files",
        _("Tệp khớp với mã băm của nó (đọc một mẫu; --files để đọc tất cả)"),
        _look,
        {
            "no_content": _("tệp không có nội dung"),
            "no_file": _("hồ sơ ghi một tệp không có"),
            "missing": _("nội dung bị mất trên đĩa"),
            "changed": _("nội dung trên đĩa bị thay đổi"),
        },
    ),
)
