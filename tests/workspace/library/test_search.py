"""Search: what is found, in which order, and how it is shown."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.declarations.experiments import Experiment, Status
from data.messages import Forbidden
from data.workspace.actors import LOCAL_OWNER, Actor, ActorRole
from data.workspace.library.excerpts import LONGEST, excerpt
from data.workspace.library.queries import parse
from data.workspace.library.records import Answer, Excerpt, Practice
from data.workspace.records import Kind
from data.workspace.sessions.limits import new_key
from data.workspace.store import Workspace
from tests.workspace.library import shelves
from tests.workspace.library.shelves import SAID, expected, fill, learning, names

VIEWER = Actor("Bao", ActorRole.VIEWER)


def test_a_search_finds_exactly_what_reading_everything_finds(workspace: Workspace) -> None:
    fill(workspace, documents=25)
    chance = random.Random(11)
    found_some = 0
    for _ in range(120):
        asked = " ".join(word[: chance.randint(1, len(word))] for word in chance.choices(SAID, k=chance.randint(1, 3)))
        if not shelves.plain(asked) or any(len(term.words) > 1 for term in parse(asked)):
            continue
        wanted = " ".join(word for term in parse(asked) for word in term.words)
        answer = workspace.library.search(VIEWER, asked, limit=200)
        assert (set() if answer.partly else names(answer)) == expected(workspace, VIEWER, wanted), asked
        assert not answer.more
        found_some += bool(answer.found) and not answer.partly
    assert found_some > 60
    kept = shelves.rows(workspace)
    workspace.library.rebuild(LOCAL_OWNER)
    assert shelves.rows(workspace) == kept


def test_a_question_finds_what_it_is_about_and_says_when_it_found_only_a_part(workspace: Workspace) -> None:
    free = learning("Free delivery sells more")
    workspace.library.save_learning(LOCAL_OWNER, free, version=None)
    workspace.library.save_learning(LOCAL_OWNER, learning("Warm pictures do nothing about delivery"), version=None)
    answer = workspace.library.search(VIEWER, "What do we know about free delivery?")
    assert (names(answer), answer.partly) == ({(Kind.LEARNING, free.key)}, False)
    assert names(workspace.library.search(VIEWER, "free deliv")) == names(answer)
    partly = workspace.library.search(VIEWER, "free delivery unicorn")
    assert partly.partly
    assert partly.found[0].key == free.key
    assert len(partly.found) == 2
    assert workspace.library.search(VIEWER, "unicorn") == Answer()


def test_accents_and_case_do_not_matter_and_quotes_keep_words_together(workspace: Workspace) -> None:
    test = Experiment(key="km", name="Khuyến mãi", hypothesis="Miễn phí giao hàng làm đơn tăng")
    workspace.save_experiment(LOCAL_OWNER, test, version=None)
    for asked in ("khuyen mai", "KHUYẾN MÃI", "khuyê\u0301n", "mien phi giao hang", '"giao hàng"', "km", "don"):
        answer = workspace.library.search(VIEWER, asked)
        assert names(answer) == {(Kind.EXPERIMENT, "km")}, asked
        assert not answer.partly
    assert workspace.library.search(VIEWER, '"hàng giao"').found == ()
    assert workspace.library.search(VIEWER, '"giao hàn"').found == ()


def test_titles_and_rare_words_count_more_and_a_whole_word_more_than_its_beginning(workspace: Workspace) -> None:
    for key, name, hypothesis in (
        ("a", "Shipping", "of gifts"),
        ("b", "Gifts", "ship them"),
        ("c", "Ship", "gifts"),
        ("d", "Colour", "gifts in red"),
        ("e", "Colour", "gifts in blue"),
    ):
        workspace.save_experiment(LOCAL_OWNER, Experiment(key=key, name=name, hypothesis=hypothesis), version=None)
    found = workspace.library.search(VIEWER, "ship").found
    assert [one.key for one in found] == ["c", "a", "b"]
    assert [one.rank for one in found] == sorted((one.rank for one in found), reverse=True)
    related = workspace.library.related(VIEWER, "We think that gifts in red sell")
    assert related[0].key == "d"
    assert "d" not in {one.key for one in workspace.library.related(VIEWER, "gifts in red", exclude="d")}
    assert len(workspace.library.related(VIEWER, "gifts", limit=2)) == 2
    assert workspace.library.related(VIEWER, "", audience="", channel="") == ()
    assert workspace.library.related(VIEWER, "", channel="blue")[0].key == "e"


def test_what_is_found_says_what_it_is_and_where_the_words_stand(workspace: Workspace) -> None:
    page = Practice(key=new_key(), title="Delivery", text="Say it early:\n" + "so " * 100 + "free  delivery\nfor all")
    workspace.library.save_practice(LOCAL_OWNER, page, version=None)
    (one,) = workspace.library.search(VIEWER, "deliv fre").found
    assert (one.kind, one.key, one.title, one.session, one.experiment) == (Kind.PRACTICE, page.key, "Delivery", "", "")
    assert one.excerpt.text.startswith("…so so")
    assert one.excerpt.text.endswith("so free delivery for all")
    assert [one.excerpt.text[first:last] for first, last in one.excerpt.marks] == ["free", "delivery"]
    stored = workspace.library.practices(VIEWER)[0]
    assert one.changed_at == stored.changed_at


@given(st.text(), st.text(alphabet="ab đé\n½'", max_size=600))
def test_an_excerpt_is_short_and_marks_whole_words_in_it(asked: str, text: str) -> None:
    found = excerpt(text, parse(asked + " a đe"))
    assert len(found.text) <= LONGEST + 2
    assert found.text.strip("…") in " ".join(text.split())
    last = 0
    for begins, ends in found.marks:
        assert last <= begins < ends <= len(found.text)
        last = ends


def test_an_excerpt_of_nothing_is_nothing() -> None:
    assert excerpt("", parse("price")) == Excerpt(text="")
    assert excerpt("about price", parse("price")) == Excerpt(text="about price", marks=((6, 11),))


def test_kinds_and_a_limit_narrow_an_answer(workspace: Workspace) -> None:
    fill(workspace, documents=8)
    every = workspace.library.search(VIEWER, "d", limit=200)
    some = workspace.library.search(VIEWER, "d", kinds={Kind.LEARNING, Kind.METRIC}, limit=200)
    assert names(some) == {name for name in names(every) if name[0] is Kind.LEARNING} != set()
    first = workspace.library.search(VIEWER, "d", limit=3)
    assert (first.found, first.more) == (every.found[:3], True)
    assert workspace.library.search(VIEWER, "d", kinds=()) == Answer()
    assert workspace.library.search(VIEWER, "d", limit=-1) == Answer(more=True)


def test_nothing_that_is_typed_is_syntax(workspace: Workspace) -> None:
    workspace.library.save_learning(LOCAL_OWNER, learning("price or near"), version=None)
    hostile = st.text(alphabet="\"'*^:(){}[]+-&|!<>\\\0%;=~ ab") | st.lists(
        st.sampled_from(["NEAR(", "OR", "AND", "NOT", "head:", "price", '"', "'", "--", ":*", "<->", "\0", "🎉"])
    ).map(" ".join)

    @given(st.text() | hostile)
    def ask(text: str) -> None:
        asked = {word for term in parse(text) for word in term.words}
        answer = workspace.library.search(VIEWER, text)
        assert bool(answer.found) <= bool(asked)
        assert {one.kind for one in workspace.library.related(VIEWER, text)} <= {Kind.EXPERIMENT}

    ask()
    for text in (
        "price " * 2_000,
        '"' * 10_000,
        "x" * 10_000,
        "\ud800 price",
        "price\0",
        "' OR 1=1; DROP TABLE search; --",
    ):
        workspace.library.search(VIEWER, text)
        workspace.library.related(VIEWER, text)
    assert len(workspace.library.search(VIEWER, "price").found) == 1


def test_what_is_archived_withdrawn_or_emptied_is_not_found_any_more(workspace: Workspace) -> None:
    test = workspace.save_experiment(LOCAL_OWNER, Experiment(key="spam", name="Spam"), version=None)
    workspace.remove_experiment(LOCAL_OWNER, "spam", version=test.version)
    one = learning("Spam sells")
    workspace.library.save_learning(LOCAL_OWNER, one, version=None)
    assert names(workspace.library.search(VIEWER, "spam")) == {(Kind.LEARNING, one.key)}
    gone = learning("Spam sells", key=one.key, archived=True)
    workspace.library.save_learning(LOCAL_OWNER, gone, version=1)
    assert workspace.library.search(VIEWER, "spam") == Answer()
    back = Experiment(key="spam", name="Spam", status=Status.DRAFT)
    workspace.save_experiment(LOCAL_OWNER, back, version=2)
    assert names(workspace.library.search(VIEWER, "spam")) == {(Kind.EXPERIMENT, "spam")}


def test_whoever_may_not_read_results_finds_nothing(workspace: Workspace) -> None:
    executive = Actor("Chi", ActorRole.EXECUTIVE)
    with pytest.raises(Forbidden):
        workspace.library.search(executive, "price")
    with pytest.raises(Forbidden):
        workspace.library.related(executive, "price")
