"""People: who comes in, for how long, and who lets them in. Times are seconds since 1970, told by the test."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text

from data.declarations.metrics import Fold, Metric
from data.messages import Forbidden, NotFound, Refused
from data.workspace import engine
from data.workspace.actors import LOCAL_OWNER, Actor, ActorRole
from data.workspace.logins import AHEAD, FRESH, LONGEST, Claims, LoginOver, Over
from data.workspace.people import LONGEST_NAME, NotAdmitted, cleaned, free_name
from data.workspace.records import Conflict, Kind, Person
from data.workspace.store import Workspace

NOW = 1_780_000_000
HOUR = 60 * 60
LINH = Claims(
    issuer="https://id.example", subject="7", began_at=NOW, nonce="n1", name="Linh Trần", email="linh@team.example"
)


def known(workspace: Workspace, claims: Claims, role: ActorRole = ActorRole.MEMBER) -> Actor:
    """Return somebody who signed in and was let in."""
    with pytest.raises(NotAdmitted):
        workspace.people.arrive(claims, now=claims.began_at)
    found = workspace.people.find(LOCAL_OWNER, claims.person)
    workspace.people.admit(LOCAL_OWNER, claims.person, role=role, version=found.version)
    return workspace.people.arrive(claims, now=claims.began_at)


def over(workspace: Workspace, claims: Claims, *, now: int) -> Over:
    with pytest.raises(LoginOver, match="sign in again") as caught:
        workspace.people.arrive(claims, now=now)
    return caught.value.why


def test_whoever_is_new_waits_with_a_code_until_somebody_lets_them_in(workspace: Workspace) -> None:
    with pytest.raises(NotAdmitted, match=rf"signed in as Linh Trần.*code {LINH.person[:8]}"):
        workspace.people.arrive(LINH, now=NOW + 5)
    found = workspace.people.find(LOCAL_OWNER, LINH.person[:8].upper())
    assert found.value == Person(name="Linh Trần", issuer=LINH.issuer, subject="7", email="linh@team.example")
    workspace.people.admit(LOCAL_OWNER, found.value.key, role=ActorRole.LEAD, version=1)
    assert workspace.people.arrive(LINH, now=NOW + 10) == Actor("Linh Trần", ActorRole.LEAD, LINH.person)
    assert [(row.action, row.actor) for row in workspace.audit(LOCAL_OWNER, newest=2)] == [
        ("admit", "local owner"),
        ("create", "Liftroom"),
    ]


def test_a_person_is_known_by_issuer_and_subject_and_never_by_address_or_name(workspace: Workspace) -> None:
    known(workspace, LINH)
    for other in (
        replace(LINH, subject="8"),
        replace(LINH, issuer="https://other.example"),
        replace(LINH, issuer="https://id.example7", subject=""),
    ):
        with pytest.raises(NotAdmitted):
            workspace.people.arrive(other, now=NOW)
    moved = replace(LINH, nonce="n2", email="linh@new.example", name="Somebody else")
    assert workspace.people.arrive(moved, now=NOW).name == "Linh Trần"
    names = [one.value.name for one in workspace.people.everybody(LOCAL_OWNER)]
    assert names == ["Linh Trần 2", "Linh Trần 3", "Linh Trần 4", "Linh Trần"]  # who waits comes first


# From the design (“Who may do what”): idle 60 minutes, absolute 12 hours.
@pytest.mark.parametrize(
    ("visits", "ends"),
    [
        ([HOUR, 2 * HOUR, 2 * HOUR + 59], None),
        ([HOUR + 1], Over.IDLE),
        ([30, HOUR + 29], Over.IDLE),  # a visit within a minute of the last is not written down
        ([61, HOUR + 60], None),
        ([*range(0, 12 * HOUR + 1, HOUR)], None),
        ([*range(0, 12 * HOUR, HOUR), 12 * HOUR + 1], Over.TOO_LONG),
    ],
)
def test_a_login_lasts_twelve_hours_and_one_hour_without_a_visit(
    workspace: Workspace, visits: list[int], ends: Over | None
) -> None:
    known(workspace, LINH)
    for after in visits[:-1]:
        workspace.people.arrive(LINH, now=NOW + after)
    if ends is None:
        assert workspace.people.arrive(LINH, now=NOW + visits[-1]).person == LINH.person
    else:
        assert over(workspace, LINH, now=NOW + visits[-1]) is ends


@pytest.mark.parametrize("after", [FRESH + 1, -AHEAD - 1])
def test_a_cookie_nobody_knows_counts_only_while_it_is_fresh(workspace: Workspace, after: int) -> None:
    known(workspace, LINH)
    other = replace(LINH, nonce="kept in a drawer")
    assert over(workspace, other, now=NOW + after) is Over.UNKNOWN
    assert workspace.people.arrive(other, now=NOW + FRESH).person == LINH.person


def test_signing_out_ends_that_login_and_an_admin_ends_all_of_them(workspace: Workspace) -> None:
    known(workspace, LINH)
    phone = replace(LINH, nonce="phone")
    workspace.people.arrive(phone, now=NOW)
    workspace.people.leave(LINH)
    assert over(workspace, LINH, now=NOW + 1) is Over.ENDED
    assert workspace.people.arrive(phone, now=NOW + 1).person == LINH.person
    workspace.people.sign_out(LOCAL_OWNER, LINH.person)
    assert over(workspace, phone, now=NOW + 2) is Over.ENDED
    again = replace(LINH, began_at=NOW + 3, nonce="again")
    assert workspace.people.arrive(again, now=NOW + 3).person == LINH.person


def test_what_was_ended_and_forgotten_cannot_come_back(workspace: Workspace) -> None:
    known(workspace, LINH)
    workspace.people.leave(LINH)
    later = NOW + LONGEST + AHEAD + 1
    workspace.people.arrive(replace(LINH, began_at=later, nonce="new day"), now=later)
    with engine.reading(workspace._engine) as connection:
        assert connection.execute(text("SELECT count(*) FROM logins")).scalar_one() == 1
    assert over(workspace, LINH, now=later) is Over.TOO_LONG


def test_a_role_that_was_taken_away_opens_nothing_even_for_who_still_holds_it(workspace: Workspace) -> None:
    analyst = known(workspace, LINH, ActorRole.ANALYST)
    metric = Metric(key="spam", name="Spam", event="spam", fold=Fold.ANY)
    workspace.save_metric(analyst, metric, version=None)
    version = workspace.people.find(LOCAL_OWNER, LINH.person).version
    workspace.people.admit(LOCAL_OWNER, LINH.person, role=ActorRole.VIEWER, version=version)
    stale: list[Callable[[], object]] = [
        lambda: workspace.save_metric(analyst, replace(metric, name="Ham"), version=1),
        lambda: workspace.metrics(analyst),
        lambda: workspace.metrics(replace(analyst, person="f" * 64)),
    ]
    for call in stale:
        with pytest.raises(Forbidden, match="role in this workspace has changed"):
            call()
    assert workspace.metric(LOCAL_OWNER, "spam").value.name == "Spam"
    assert workspace.people.arrive(LINH, now=NOW).role is ActorRole.VIEWER


def test_whoever_is_removed_is_out_and_what_they_wrote_stays(workspace: Workspace) -> None:
    lead = known(workspace, LINH, ActorRole.LEAD)
    workspace.save_policy(lead, workspace.policy(lead).value, version=1)
    version = workspace.people.find(LOCAL_OWNER, LINH.person).version
    gone = workspace.people.remove(LOCAL_OWNER, LINH.person, version=version)
    assert (gone.value.role, gone.value.removed) == (None, True)
    assert over(workspace, LINH, now=NOW + 1) is Over.ENDED
    with pytest.raises(NotAdmitted):
        workspace.people.arrive(replace(LINH, nonce="again"), now=NOW + 1)
    assert workspace.policy(LOCAL_OWNER).author == "Linh Trần"
    assert workspace.people.names(LOCAL_OWNER) == {}


def test_a_workspace_keeps_its_last_admin_and_nobody_becomes_owner(workspace: Workspace) -> None:
    admin = known(workspace, LINH, ActorRole.ADMIN)
    changes: list[Callable[[], object]] = [
        lambda: workspace.people.admit(admin, LINH.person, role=ActorRole.LEAD, version=2),
        lambda: workspace.people.remove(admin, LINH.person, version=2),
    ]
    for change in changes:
        with pytest.raises(Refused, match="only admin"):
            change()
    with pytest.raises(Refused, match="owner is whoever sits"):
        workspace.people.admit(admin, LINH.person, role=ActorRole.OWNER, version=2)
    known(workspace, replace(LINH, subject="8"), ActorRole.ADMIN)
    workspace.people.admit(admin, LINH.person, role=ActorRole.LEAD, version=2)
    assert workspace.people.arrive(LINH, now=NOW).role is ActorRole.LEAD


def test_two_admins_who_change_one_person_meet(workspace: Workspace) -> None:
    known(workspace, LINH)
    with pytest.raises(Conflict, match="local owner saved version 2"):
        workspace.people.admit(LOCAL_OWNER, LINH.person, role=ActorRole.LEAD, version=1)


def test_a_name_belongs_to_one_person(workspace: Workspace) -> None:
    known(workspace, LINH)
    for taken in ("linh trần", "Local Owner", "LIFTROOM", "Someone", "  ", "\n"):
        other = replace(LINH, subject=taken, name=taken, email="")
        with pytest.raises(NotAdmitted):
            workspace.people.arrive(other, now=NOW)
        with pytest.raises(Refused, match="called"):
            workspace.people.admit(LOCAL_OWNER, other.person, role=ActorRole.VIEWER, name="linh  Trần", version=1)
    names = [one.value.name for one in workspace.people.everybody(LOCAL_OWNER)]
    assert len({name.casefold() for name in names} | {"local owner", "liftroom", "someone"}) == len(names) + 3
    renamed = workspace.people.admit(LOCAL_OWNER, LINH.person, role=ActorRole.LEAD, name=" Linh\n T. ", version=2)
    assert (renamed.value.name, workspace.people.arrive(LINH, now=NOW).name) == ("Linh T.", "Linh T.")


def test_a_code_that_fits_nobody_or_several_finds_nobody(workspace: Workspace) -> None:
    known(workspace, LINH)
    for code in ("", "zz", LINH.person + "0"):
        with pytest.raises(NotFound, match="no one with the code"):
            workspace.people.find(LOCAL_OWNER, code)


def test_versions_of_people_are_not_among_the_declarations(workspace: Workspace) -> None:
    known(workspace, LINH)
    with pytest.raises(NotFound, match="not kept for reading"):
        workspace.versions(LOCAL_OWNER, Kind.PERSON, LINH.person)


@given(st.text(max_size=200))
def test_a_name_is_one_short_line(name: str) -> None:
    held = cleaned(name)
    assert len(held) <= LONGEST_NAME
    assert held.isprintable()
    assert held == held.strip() == cleaned(held)


@given(st.sampled_from("abc"), st.sets(st.sampled_from(["a", "a 2", "a 3", "b", "b 2"])))
def test_a_free_name_is_free(wanted: str, taken: set[str]) -> None:
    name = free_name(wanted, taken)
    assert name not in taken
    assert name.startswith(wanted)
