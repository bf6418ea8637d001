"""The steps of an application: the pages of questions, the documents, the terms, and the last look."""

from __future__ import annotations

from opencmecf.court.admissions.registration_form import Choice, Question, QuestionKind, RegistrationForm, Section

PAPERS = "documents"
TERMS = "terms"
REVIEW = "review"
TITLES = {PAPERS: "Documents", TERMS: "Fee and Terms of Use", REVIEW: "Review and submit"}


def sections_of(form: RegistrationForm, choice: Choice) -> tuple[Section, ...]:
    """The pages of questions of a choice; the last one is the terms of use, with a box for each."""
    boxes = tuple(
        Question(code=f"term_{number}", kind=QuestionKind.TICK, label=term)
        for number, term in enumerate(form.terms, start=1)
    )
    return (*form.sections_of(choice), Section(code=TERMS, title=TITLES[TERMS], about="", questions=boxes))


def steps_of(form: RegistrationForm, choice: Choice) -> tuple[tuple[str, str], ...]:
    """The steps in their order: the code of each, and its title."""
    *pages, terms = sections_of(form, choice)
    papers = ((PAPERS, TITLES[PAPERS]),) if choice.papers else ()
    asked = tuple((page.code, page.title) for page in pages)
    return (*asked, *papers, (terms.code, terms.title), (REVIEW, TITLES[REVIEW]))
