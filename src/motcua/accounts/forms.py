"""Forms of the account pages. Passwords are taken exactly as typed, names forgivingly."""

from django import forms
from django.utils.translation import gettext_lazy as _

UNREADABLE = {"null_characters_not_allowed": _("Có ký tự không đọc được. Hãy xóa rồi nhập lại.")}


class SignInForm(forms.Form):
    """Name and password; the address to go to rides along."""

    username = forms.CharField(
        label=_("Tên đăng nhập"),
        max_length=200,
        error_messages={"required": _("Hãy nhập tên đăng nhập."), **UNREADABLE},
        widget=forms.TextInput(attrs={"autocapitalize": "none", "spellcheck": "false"}),
    )
    password = forms.CharField(
        label=_("Mật khẩu"),
        max_length=1_000,
        strip=False,
        error_messages={"required": _("Hãy nhập mật khẩu."), **UNREADABLE},
        widget=forms.PasswordInput,
    )


class PasswordForm(forms.Form):
    """The present password and, twice, the new one."""

    present = forms.CharField(
        label=_("Mật khẩu hiện tại"),
        max_length=1_000,
        strip=False,
        error_messages={"required": _("Hãy nhập mật khẩu hiện tại."), **UNREADABLE},
        widget=forms.PasswordInput,
    )
    new = forms.CharField(
        label=_("Mật khẩu mới"),
        max_length=1_000,
        strip=False,
        help_text=_(
            "Ít nhất 12 ký tự. Một câu dễ nhớ với bạn, khó đoán với người khác là tốt nhất."
        ),
        error_messages={"required": _("Hãy nhập mật khẩu mới."), **UNREADABLE},
        widget=forms.PasswordInput,
    )
    again = forms.CharField(
        label=_("Nhập lại mật khẩu mới"),
        max_length=1_000,
        strip=False,
        error_messages={"required": _("Hãy nhập lại mật khẩu mới."), **UNREADABLE},
        widget=forms.PasswordInput,
    )

    def clean(self) -> None:
        """The new password was typed the same way twice."""
        super().clean()
        new, again = self.cleaned_data.get("new"), self.cleaned_data.get("again")
        if new and again and new != again:
            self.add_error("again", _("Hai lần nhập mật khẩu mới không giống nhau."))
