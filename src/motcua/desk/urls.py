"""Addresses of the desk."""

from django.urls import path

from .pages import acts, dossier, inbox, intake, operations, reference, result, search
from .pages import dossier_acts as d

app_name = "desk"
urlpatterns = [
    path("", inbox.inbox, name="inbox"),
    path("tiep-nhan", intake.intake, name="intake"),
    path("tiep-nhan/thu-tuc", intake.options, name="procedures"),
    path("tiep-nhan/the", intake.card, name="card"),
    path("tim", search.search, name="search"),
    path("ho-so/<str:public_id>", dossier.dossier, name="dossier"),
    path("ho-so/<str:public_id>/da-tiep-nhan", intake.received, name="received"),
    path("ho-so/<str:public_id>/quy-trinh", dossier.process, name="dossier-process"),
    path("ho-so/<str:public_id>/ket-qua", result.record, name="record-result"),
    path("ho-so/<str:public_id>/ket-qua/tep", result.result_file, name="result-file"),
    path("ho-so/<str:public_id>/tra-ket-qua", result.give_back, name="return-result"),
    path("ho-so/<str:public_id>/bo-sung", d.request_supplement, name="request-supplement"),
    path("ho-so/<str:public_id>/bo-sung/nhan", d.respond_supplement, name="respond-supplement"),
    path("ho-so/<str:public_id>/tra-lai", d.refuse, name="refuse"),
    path("ho-so/<str:public_id>/rut", d.withdraw, name="withdraw"),
    path("ho-so/<str:public_id>/dung", d.stop, name="stop"),
    path("ho-so/<str:public_id>/giay/<str:slip>.pdf", result.receipt, name="receipt"),
    path("viec/<str:item>/nhan", acts.take, name="take"),
    path("viec/<str:item>/phan-cong", acts.assign, name="assign"),
    path("viec/<str:item>/xong", acts.finish, name="finish"),
    path("viec/<str:item>/chuyen-lai", acts.send_back, name="send-back"),
    path("viec/<str:item>/het-cho", acts.end_wait, name="end-wait"),
    path("ban-giao/<str:public_id>", acts.confirm_handover, name="confirm-handover"),
    path("quy-trinh", reference.processes_page, name="processes"),
    path("quy-trinh/<str:key>", reference.process, name="process"),
    path("quy-dinh", reference.rules, name="rules"),
    path("van-hanh", operations.operations, name="operations"),
    path("van-hanh/so-lieu", operations.figures, name="operations-figures"),
    path("van-hanh/viec/<str:job_id>/thu-lai", operations.retry_job, name="retry-job"),
    path("van-hanh/loai-viec/<str:job>/thu-lai", operations.retry_jobs, name="retry-jobs"),
    path("van-hanh/bang-so-lieu/<str:name>/tinh-lai", operations.rebuild, name="rebuild"),
    path("van-hanh/tai-khoan/<str:user_id>/mo-khoa", operations.unlock, name="unlock"),
]
