"""Registering: which account, activating case search with a card or with the token of a letter, being held."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import quote

import httpx
import pytest
from playwright.sync_api import expect
from pypdfium2 import PdfDocument
from visitor import Visitor

from opencmecf.testing.running import DemoPerson, RunningDemo

pytestmark = pytest.mark.journey

WITH_CARD = DemoPerson("Vera Quill", "vera.quill", "four-quiet-herons-at-noon")
WITH_LETTER = DemoPerson("Hugo Brandt", "hugo.brandt", "seven-umbrellas-on-a-wet-tram")
HELD = DemoPerson("Ines Castro", "ines.castro", "nine-lanterns-behind-the-mill")


def ask_the_guide(visitor: Visitor, *answers: str) -> None:
    """From the home page of the accounts site to the form that the answers lead to."""
    visitor.goto("pacer")
    visitor.click("Register for an account")
    visitor.click("Answer two or three questions")
    visitor.click("Next")
    visitor.reads("Choose an answer, then go on.")
    visitor.page_ok("register-guide-error")
    for answer in answers:
        visitor.page.get_by_text(answer, exact=True).click()
        visitor.click("Next")
    visitor.page_ok("register-advice")
    visitor.click("Register for this account")


def fill_in(visitor: Visitor, person: DemoPerson, *, user_type: str, activation: str, email: str = "") -> None:
    """Fill in the form of registration, and submit it."""
    first, last = person.name.split()
    visitor.fill(First_name=first, Last_name=last, Date_of_birth="5/4/1981", Street_address="9 Biscayne Way")
    visitor.fill(City="Miami", ZIP_or_postal_code="33131", Telephone="305-555-0118", Username=person.username)
    for again in ("", " again"):
        visitor.field(f"E-mail address{again}").fill(email or person.email)
        visitor.field(f"Password{again}").fill(person.password)
    visitor.field("User type").select_option(user_type)
    visitor.field("State").select_option("FL")
    visitor.page.get_by_text(activation).click()
    visitor.tick("I have read these policies")
    visitor.click("Submit")
    expect(visitor.heading).to_have_text("Check your e-mail")


def confirm(visitor: Visitor, email: str) -> None:
    """Follow the link of the mail, and confirm."""
    visitor.open_mail(quote(email), "Confirm your e-mail address for PACER")
    visitor.page.get_by_role("link", name="/register/confirm").click()
    visitor.click("Confirm")


def type_card(visitor: Visitor, number: str) -> None:
    """On the card processor's page."""
    expect(visitor.heading).to_have_text("Type your card")
    visitor.fill(Name_on_the_card="Vera Quill", Card_number=number, Valid_until="04/2090", Security_code="123")
    visitor.fill(ZIP_code_of_the_bills="33131")
    visitor.click("Store this card")


def search(visitor: Visitor) -> None:
    """Search for a name at the district court, which costs a page."""
    visitor.choose("Query")
    visitor.field("Last or business name").fill("harbor*")
    visitor.click("Run Query")


@pytest.mark.parametrize("scripted", [True, False])
def test_with_a_card_case_search_is_active_at_once(newcomer: Callable[..., Visitor], scripted: bool) -> None:
    vera = newcomer(java_script_enabled=scripted)
    person = WITH_CARD if scripted else DemoPerson("Nora Vidal", "nora.vidal", WITH_CARD.password)
    ask_the_guide(vera, "I will, and nobody else", "Yes, or I may later", "Yes")
    fill_in(vera, person, user_type="Private attorney", activation="With a card, at once")
    confirm(vera, person.email)
    vera.page_ok("registered-card")
    vera.click("Log in and activate your case search")
    vera.answer_pacer_login(person)
    expect(vera.fact("Case search status")).to_have_text("Pending token")
    vera.page_ok("activation")
    vera.click("Give a card")
    vera.page_ok("card-processor")
    type_card(vera, "4000 0000 0000 0002")
    vera.reads("The card was declined by the bank that issued it.", "No card was stored")
    vera.page_ok("card-declined")
    vera.click("Try again")
    type_card(vera, "4242 4242 4242 4242")
    vera.reads("Visa ending in 4242, valid until 04/2090.", "Your case search is active.")
    vera.page_ok("card-stored")
    vera.click("Choose what the card is used for")
    vera.page_ok("cards")
    vera.field("E-filing fees").select_option(label="None: ask me each time")
    vera.click("Save")
    vera.reads("PACER fees, Admissions fees")
    vera.goto("pacer", "/manage")
    expect(vera.fact("Case search status")).to_have_text("Active")
    vera.open_mail(person.email, "Your PACER case search is active")


def test_without_a_card_a_letter_brings_the_token(newcomer: Callable[..., Visitor], demo: RunningDemo) -> None:
    hugo, sasha = newcomer(), newcomer()
    ask_the_guide(hugo, "I will, and nobody else", "No, I only search for cases and read what was filed")
    fill_in(hugo, WITH_LETTER, user_type="Individual", activation="With a token that comes by U.S. mail")
    confirm(hugo, WITH_LETTER.email)
    hugo.reads("Wait for the letter.")
    hugo.page_ok("registered-letter")

    hugo.sign_in(WITH_LETTER)
    search(hugo)
    hugo.reads("Your case search is not active yet", "Nothing was charged.")
    hugo.page_ok("search-not-active")
    hugo.click("Activate my case search")
    hugo.reads("A letter was asked for on")
    hugo.page_ok("activation-letter")

    token = print_letter(sasha, demo)
    hugo.page.reload()
    hugo.reads("A letter was sent to you on")
    hugo.fill(Token=token[:-1])
    hugo.click("Activate")
    hugo.reads("A token has 12 letters and digits; this has 11.")
    hugo.page_ok("activation-token-error")
    hugo.fill(Token=token.lower())
    hugo.click("Activate")
    hugo.reads("Case search was activated (The token of a letter).")
    hugo.page_ok("manage-activated")

    demo.wait_for(lambda: can_search(hugo), 10)  # a court remembers for five seconds


def can_search(visitor: Visitor) -> bool:
    """Whether the district court lets the visitor search now."""
    visitor.goto("flsd", "/cgi-bin/iquery.pl")
    search(visitor)
    return visitor.page.get_by_text("Your case search is not active yet").count() == 0


def print_letter(sasha: Visitor, demo: RunningDemo) -> str:
    """At the service center's desk: print the letters that wait, mark them as sent; the token of Hugo's letter."""
    sasha.goto("pacer", "/desk")
    sasha.answer_pacer_login(demo.people["sasha"])
    sasha.click("Letters with tokens")
    sasha.awaits("Brandt, Hugo", heading="Letters with tokens")
    sasha.page_ok("desk-letters")
    sasha.click("Make a batch of these letters")
    sasha.page_ok("desk-letters-batch")
    address = sasha.page.get_by_role("link", name="as PDF").get_attribute("href")
    cookies = {one["name"]: one["value"] for one in sasha.context.cookies(demo.url("pacer"))}
    host = httpx.URL(demo.url("pacer")).netloc.decode()
    with demo.browser() as client:
        header = "; ".join(f"{name}={value}" for name, value in cookies.items())
        pdf = client.get(f"http://{host}{address}", headers={"Cookie": header})
    pages = [page.get_textpage().get_text_range() for page in PdfDocument(pdf.content)]
    letter = next(text for text in pages if "Hugo Brandt" in text)
    sasha.page.get_by_role("button", name="Mark as sent").click()
    sasha.reads("The letters are marked as sent.")
    found = re.search(r"[A-Z0-9]{4}-[A-Z0-9]{4}-[A-Z0-9]{4}", letter)
    assert found, letter
    return found[0]


def test_another_form_of_an_address_is_reviewed_first(newcomer: Callable[..., Visitor], demo: RunningDemo) -> None:
    ines, sasha = newcomer(), newcomer()
    email = "ines+pacer@example.com"
    ines.goto("pacer", "/register/non-attorney-filer")
    fill_in(ines, HELD, user_type="Creditor", activation="With a card, at once", email=email)
    confirm(ines, email)
    expect(ines.heading).to_have_text("Your registration is being reviewed")
    ines.page_ok("registration-held")
    ines.goto("pacer", "/manage")
    ines.answer_pacer_login(HELD)
    ines.reads("The PACER Service Center is looking at your registration.")
    sasha.goto("pacer", "/desk")
    sasha.answer_pacer_login(demo.people["sasha"])
    sasha.page_ok("desk-find")
    sasha.click("Review Registration Hold")
    sasha.page_ok("desk-registrations")
    sasha.click("Castro, Ines")
    sasha.page_ok("desk-registration")
    sasha.page.get_by_text("Approve", exact=True).click()
    sasha.fill(Remark="The address is her own.")
    sasha.click("Save the decision")
    sasha.reads("Your decision is recorded")
    ines.open_mail(quote(email), "Your PACER registration was approved")
    ines.goto("pacer", "/manage")
    ines.answer_pacer_login(HELD)
    expect(ines.heading).to_have_text("Manage My Account")


def test_two_of_three_are_told_and_may_continue(newcomer: Callable[..., Visitor]) -> None:
    first, second = newcomer(), newcomer()
    person = DemoPerson("Otto Lindgren", "otto.lindgren", WITH_CARD.password)
    first.goto("pacer", "/register/case-search")
    fill_in(first, person, user_type="Individual", activation="With a card, at once")
    confirm(first, person.email)
    expect(first.heading).to_have_text("Your account is ready")
    second.goto("pacer", "/register/case-search")
    again = DemoPerson(person.name, "otto.again", person.password)
    fill_in(second, again, user_type="Individual", activation="With a card, at once")
    confirm(second, again.email)
    expect(second.heading).to_have_text("An account may already exist")
    second.reads("the same name and the same date of birth")
    second.page_ok("register-may-exist")
    second.click("Continue")
    expect(second.heading).to_have_text("Your account is ready")
