"""`manage publish_standard_process`: the pattern for procedures without a process of their own."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from motcua.kernel.actor import Actor
from motcua.workflow.commands import publish
from motcua.workflow.standard import SOURCE, at_once_graph, standard_graph


class Command(BaseCommand):
    """Publish the standard process; again with the same content changes nothing."""

    help = "Ban hành quy trình mẫu cho thủ tục chưa có quy trình riêng."

    def handle(self, *args: Any, **options: Any) -> None:
        for graph in (standard_graph("department"), standard_graph("commune"), at_once_graph()):
            found = publish(
                graph,
                key=graph.key,
                source=SOURCE,
                is_template=True,
                by=Actor.system("publish_standard_process"),
                at=timezone.now(),
            )
            self.stdout.write(f"{found.key} v{found.version}: {found.name}")
