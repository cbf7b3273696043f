"""What the people of the admin set for themselves there: Wagtail's page with optional names."""

from django.contrib.auth.models import User
from wagtail.admin.auth import require_admin_access
from wagtail.admin.forms.account import NameEmailForm
from wagtail.admin.views.account import AccountView, BaseSettingsPanel, NameEmailSettingsPanel

from .forms import OptionalNames


class NameForm(OptionalNames, NameEmailForm):
    class Meta(NameEmailForm.Meta):
        model = User


class NamePanel(NameEmailSettingsPanel):
    form_class = NameForm


class AdminAccountView(AccountView):
    def get_panels(self) -> list[BaseSettingsPanel]:
        return [self._with_optional_names(panel) for panel in super().get_panels()]

    def _with_optional_names(self, panel: BaseSettingsPanel) -> BaseSettingsPanel:
        if type(panel) is not NameEmailSettingsPanel:
            return panel
        return NamePanel(panel.request, panel.user, panel.profile)


admin_account = require_admin_access(AdminAccountView.as_view())
