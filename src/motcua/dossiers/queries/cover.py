"""What the cover for scanning prints: whose papers they are, and a code for each."""

from typing import Any

from django.utils.translation import override

from motcua.dossiers import _letters
from motcua.dossiers.models import Dossier
from motcua.dossiers.states import Provenance
from motcua.organizations import queries as organizations


def cover(dossier_id: int) -> dict[str, Any]:
    """The data of form ``cover`` as they are now; nothing of it is kept. About seven queries."""
    row = Dossier.objects.get(pk=dossier_id)
    unit = organizations.unit(row.received_unit_id)
    with override(_letters.VIETNAMESE):
        return {
            **_letters.common(row, unit, row.received_at),
            "layout": "list",
            "deciding": organizations.unit(row.deciding_unit_id).name,
            "scan_qr": row.code,
            "components": [
                {
                    "no": paper.no,
                    "name": paper.name,
                    "originals": f"{paper.originals:02d}" if paper.originals else "",
                    "copies": f"{paper.copies:02d}" if paper.copies else "",
                    "provenance": str(Provenance(paper.provenance).label),
                    "scan_qr": f"{row.code}/{paper.no}",
                }
                for paper in row.components.order_by("no")
            ],
        }
