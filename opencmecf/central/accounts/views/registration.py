"""The home page, registering, and confirming the e-mail address."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from opencmecf.central.accounts import actions, guide, queries
from opencmecf.central.accounts.forms import EmailForm, GuideForm, RegistrationForm
from opencmecf.central.accounts.models import AccountClass, AccountStatus, Activation
from opencmecf.foundation.access import Opening, actor_of, door
from opencmecf.foundation.caching import never_cache
from opencmecf.foundation.case_search import CaseSearch
from opencmecf.foundation.errors import NotFound, Refused

CARDS = (
    (
        AccountClass.CASE_SEARCH,
        "Search for cases and read what has been filed, at every court.",
        "Choose this one if you will not file documents yourself.",
    ),
    (
        AccountClass.ATTORNEY_FILER,
        "For attorneys who file documents. The account also searches.",
        (
            "Choose this one if you are admitted to practice, or ask to be. Each court where you want to "
            "file must admit you or have issued you a CM/ECF login, which you link to this account."
        ),
    ),
    (
        AccountClass.NON_ATTORNEY_FILER,
        "For creditors, trustees, filing agents, court reporters and others who file. The account also searches.",
        "Choose this one if you file but are no attorney. The court decides who may file there.",
    ),
    (
        AccountClass.FIRM,
        "For a firm that pays for the accounts of its people. This account neither searches nor files.",
        "Each person in the firm still needs an account of his or her own; shared accounts cannot file.",
    ),
)


def slug(account_class: AccountClass) -> str:
    """The name of an account class in a URL."""
    return account_class.value.replace("_", "-")


@door(Opening.PUBLIC)
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What the accounts site is for, and the way to each part of it."""
    return render(request, "accounts/home.html")


@door(Opening.PUBLIC)
@require_safe
def register(request: HttpRequest) -> HttpResponse:
    """The classes of account to choose from."""
    cards = [(account_class.label, slug(account_class), text, hint) for account_class, text, hint in CARDS]
    return render(request, "accounts/register.html", {"cards": cards, "section": "Register"})


@door(Opening.PUBLIC)
@require_safe
def register_guide(request: HttpRequest) -> HttpResponse:
    """“Not sure?”: one question after the other; the address holds the answers, so that going back loses nothing."""
    given = [answer for answer in request.GET.getlist("answer") if answer][:3]
    step = guide.next_step(given)
    page = {"given": given, "section": "Register", "trail": [("Register for an account", reverse("register"))]}
    if isinstance(step, guide.Advice):
        chosen = {"advice": step, "slug": slug(step.account_class)}
        return render(request, "accounts/register_advice.html", page | chosen)
    was_left_out = request.GET.get("question") == step.name
    form = GuideForm({"answer": ""} if was_left_out else None, question=step)
    known = given[: step.place]
    return render(request, "accounts/register_guide.html", page | {"form": form, "question": step, "given": known})


@door(Opening.PUBLIC)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def register_class(request: HttpRequest, account_class: str) -> HttpResponse:
    """The form for one class of account. Raises `NotFound` for a class that there is not."""
    chosen = next((one for one in AccountClass if slug(one) == account_class), None)
    if chosen is None:
        raise NotFound
    actor = actor_of(request)
    form = RegistrationForm(request.POST or None, account_class=chosen, address=actor.address)
    if request.method == "POST" and form.is_valid() and _registered(request, form):
        return redirect("register-sent")
    if form.told_taken:
        actions.note_told_taken(actor=actor)
    page = {"form": form, "account_class": chosen, "is_firm": chosen is AccountClass.FIRM, "section": "Register"}
    return render(request, "accounts/register_class.html", page)


@door(Opening.PUBLIC)
@require_safe
def register_sent(request: HttpRequest) -> HttpResponse:
    """Where every registration leads, whatever the mail says that has been written."""
    return render(request, "accounts/register_sent.html", {"section": "Register"})


@door(Opening.PUBLIC)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def register_confirm(request: HttpRequest) -> HttpResponse:
    """Confirm the e-mail address: looking changes nothing, since mail scanners look; the button does it."""
    token = request.POST.get("token") or request.GET.get("token", "")
    if request.method == "POST":
        return _confirmed(request, token)
    account_waiting = queries.of_confirmation_token(token)
    waits = account_waiting is not None and account_waiting.status == AccountStatus.PENDING
    page = {"token": token, "account": account_waiting if waits else None, "section": "Register"}
    return render(request, "accounts/register_confirm.html", page)


@door(Opening.PUBLIC)
@require_http_methods(["GET", "HEAD", "POST"])
def register_resend(request: HttpRequest) -> HttpResponse:
    """Have the confirmation mail sent again."""
    form = EmailForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.note_request(what="confirmation", email=form.cleaned_data["email"], actor=actor_of(request))
        return redirect("register-sent")
    return render(request, "accounts/register_resend.html", {"form": form, "section": "Register"})


def _confirmed(request: HttpRequest, token: str) -> HttpResponse:
    page: dict[str, object] = {"token": token, "section": "Register"}
    try:
        account = actions.confirm_email(token=token, goes_on="go-on" in request.POST, actor=actor_of(request))
    except actions.MayExist as found:
        return render(request, "accounts/register_may_exist.html", page | {"alike": found.alike})
    page |= {
        "account": account,
        "waits": account.case_search == CaseSearch.PENDING_TOKEN,
        "wants_card": account.activation == Activation.CARD,
        "exists": account.case_search == CaseSearch.INACTIVE and account.account_class != AccountClass.FIRM,
        "is_firm": account.account_class == AccountClass.FIRM,
    }
    held = account.status == AccountStatus.HELD
    return render(request, "accounts/registration_held.html" if held else "accounts/registered.html", page)


def _registered(request: HttpRequest, form: RegistrationForm) -> bool:
    told = form.cleaned_data
    try:
        actions.register_account(
            account_class=form.account_class,
            person=form.person(),
            address=form.place(),
            email=told["email"],
            username=told["username"],
            password=told["password"],
            activation=Activation(told.get("activation", Activation.LETTER)),
            actor=actor_of(request),
        )
    except actions.UsernameTaken as taken:  # by somebody who was quicker
        form.refuse(taken, beside="username")
        form.told_taken = True
        return False
    except Refused as refused:
        form.refuse(refused)
        return False
    return True
