"""The upgrade of a Legacy account: person, address, security."""

from __future__ import annotations

from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from opencmecf.central.accounts import actions, queries
from opencmecf.central.accounts.forms import UpgradeAddressForm, UpgradePersonForm, UpgradeSecurityForm
from opencmecf.central.accounts.models import Account, AccountType
from opencmecf.central.accounts.pages import manage_page
from opencmecf.foundation.access import Permission, actor_of, door
from opencmecf.foundation.caching import never_cache
from opencmecf.foundation.errors import NotFound, Refused

StepForm = UpgradePersonForm | UpgradeAddressForm | UpgradeSecurityForm
FORMS: dict[str, type[StepForm]] = {
    "person": UpgradePersonForm,
    "address": UpgradeAddressForm,
    "security": UpgradeSecurityForm,
}
STEPS = tuple(FORMS)
LABELS = ("Person", "Address", "Security")
NEVER_KEPT = ("current_password", "password", "password_again")


@door(Permission.ACCOUNT_MANAGE)
@never_cache
@require_safe
def upgrade(request: HttpRequest) -> HttpResponse:
    """To the first step that is still to be done; an upgraded account is told so."""
    account = queries.own(actor_of(request))
    if account.account_type == AccountType.UPGRADED:
        return manage_page(request, "accounts/upgrade_not_needed.html", {"account": account})
    answers = queries.upgrade_answers(account)
    return redirect("upgrade-step", next((step for step in STEPS if step not in answers), STEPS[-1]))


@door(Permission.ACCOUNT_MANAGE, fresh=True)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def upgrade_step(request: HttpRequest, step: str) -> HttpResponse:
    """One step. Whatever is typed is kept, so that going back or logging out loses nothing."""
    if step not in FORMS:
        raise NotFound
    account = queries.own(actor_of(request))
    if account.account_type == AccountType.UPGRADED:
        return redirect("upgrade-complete" if request.method == "POST" else "upgrade")
    if request.method == "POST":
        return _take(request, account, step)
    answers = queries.upgrade_answers(account).get(step)
    if answers and "check" in request.GET:
        return _show(request, account, step, FORMS[step](answers, account=account))
    values = {name: getattr(account, name) for name in FORMS[step].base_fields if name not in NEVER_KEPT}
    return _show(request, account, step, FORMS[step](initial={**values, **(answers or {})}, account=account))


@door(Permission.ACCOUNT_MANAGE)
@never_cache
@require_safe
def upgrade_complete(request: HttpRequest) -> HttpResponse:
    """Upgrade is complete."""
    account = queries.own(actor_of(request))
    if account.account_type == AccountType.LEGACY:
        return redirect("upgrade")
    return manage_page(request, "accounts/upgrade_complete.html", {"account": account})


def _take(request: HttpRequest, account: Account, step: str) -> HttpResponse:
    form = FORMS[step](request.POST, account=account)
    actions.keep_upgrade_step(account=account, step=step, answers=_typed(form, request.POST))
    place = STEPS.index(step)
    if request.POST.get("go") == "back" and place:
        return redirect("upgrade-step", STEPS[place - 1])
    if not form.is_valid():
        return _show(request, account, step, form)
    if not isinstance(form, UpgradeSecurityForm):
        return redirect("upgrade-step", STEPS[place + 1])
    return _finish(request, account, form)


def _finish(request: HttpRequest, account: Account, security: UpgradeSecurityForm) -> HttpResponse:
    answers = queries.upgrade_answers(account)
    person = UpgradePersonForm(answers.get("person", {}), account=account)
    address = UpgradeAddressForm(answers.get("address", {}), account=account)
    for step, form in (("person", person), ("address", address)):
        if not form.is_valid():
            return redirect(reverse("upgrade-step", args=[step]) + "?check")
    try:
        actions.upgrade_account(
            account=account,
            current_password=security.cleaned_data["current_password"],
            person=person.person(),
            address=address.place(),
            username=security.cleaned_data["username"],
            password=security.cleaned_data["password"],
            actor=actor_of(request),
        )
    except actions.WrongPassword as refused:
        security.add_error("current_password", f"{refused.message} {refused.remedy}".strip())
    except actions.UsernameTaken as refused:
        security.refuse(refused, beside="username")
    except Refused as refused:
        security.refuse(refused, beside="password")
    if not security.is_valid():
        return _show(request, account, "security", security)
    return redirect("upgrade-complete")


def _typed(form: StepForm, typed: Mapping[str, str]) -> dict[str, str]:
    return {name: typed.get(name, "") for name in form.fields if name not in NEVER_KEPT}


def _show(request: HttpRequest, account: Account, step: str, form: StepForm) -> HttpResponse:
    place = STEPS.index(step)
    page = {
        "account": account,
        "form": form,
        "steps": LABELS,
        "current": place + 1,
        "step": step,
        "label": LABELS[place],
        "is_last": place + 1 == len(STEPS),
    }
    return manage_page(request, "accounts/upgrade_step.html", page)
