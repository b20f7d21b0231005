"""The conductor of imports: what goes in is counted once, declared once, folded, and comes out again whole."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from data import intake
from data.arrivals import Upload
from data.declarations.experiments import Experiment, MetricUse, Role, Status
from data.events import lake
from data.home import Home
from data.messages import Forbidden, Refused
from data.requests import ImportRequest, Phase
from data.workspace.actors import LOCAL_OWNER, Actor, ActorRole
from data.workspace.store import Workspace
from tests.imports import LOG, USERS, declared, last_users, moments_of, take_in, write

ANALYST = Actor("ana", ActorRole.ANALYST)


@pytest.fixture
def workspace(home: Home) -> Iterator[Workspace]:
    with Workspace.open(home) as opened:
        yield opened


def test_an_event_log_becomes_a_batch_a_draft_and_a_history(home: Home, workspace: Workspace, tmp_path: Path) -> None:
    phases: list[Phase] = []
    report = intake.import_file(
        home,
        workspace,
        actor=LOCAL_OWNER,
        source=write(tmp_path, "log.csv", LOG),
        request=ImportRequest(time_zone="Europe/Berlin"),
        progress=lambda phase, _share: phases.append(phase),
    )
    assert (report.read, report.accepted, report.duplicates, report.rejected) == (5, 5, 0, 0)
    assert report.experiments == ("sale",)
    assert list(dict.fromkeys(phases)) == [phase for phase in Phase if phase in phases]
    assert {Phase.PARSE, Phase.SYNC, Phase.RENAME, Phase.FOLD} <= set(phases)
    draft = declared(workspace, "sale")
    assert (draft.status, draft.variants, draft.allocation) == (Status.DRAFT, ("control", "treatment"), ())
    assert (draft.time_zone, draft.currency) == ("Europe/Berlin", "EUR")
    assert draft.metrics[0] == MetricUse(metric="purchase_rate", role=Role.PRIMARY)
    assert last_users(home, workspace, "sale") == [1, 2]
    assert moments_of(home, workspace, "sale")["purchase_rate"][1] == [0, 0, 1, 0, 1, 0.5]


def test_the_same_file_changes_nothing(home: Home, workspace: Workspace, tmp_path: Path) -> None:
    path = write(tmp_path, "log.csv", LOG + "sale,dora,never,exposure,control,,,6,\n")
    first = take_in(home, workspace, path)
    before = (lake.batches(home), workspace.latest(LOCAL_OWNER))
    again = take_in(home, workspace, path)
    assert (first.read, first.accepted, first.rejected) == (6, 5, 1)
    assert (again.batch, again.read, again.accepted, again.duplicates, again.rejected) == (first.batch, 6, 0, 5, 1)
    assert again.rejects_file == first.rejects_file
    assert Path(str(again.rejects_file)).read_text().count("\n") == 2
    assert (lake.batches(home), workspace.latest(LOCAL_OWNER)) == before


def test_rows_of_an_overlapping_file_count_once(home: Home, workspace: Workspace, tmp_path: Path) -> None:
    take_in(home, workspace, write(tmp_path, "log.csv", LOG))
    before = moments_of(home, workspace, "sale")
    more = write(tmp_path, "more.csv", LOG + "sale,anna,2026-03-03T12:00:00,click,,,,7,\n")
    assert take_in(home, workspace, more).accepted == 6
    after = moments_of(home, workspace, "sale")
    assert {metric: after[metric] for metric in before} == before
    assert lake.batches(home)[1].experiments["sale"].overlaps
    assert intake.status(home, workspace, LOCAL_OWNER)["experiments"][0]["events"] == 6


def test_a_corrected_mapping_replaces_its_batch(home: Home, workspace: Workspace, tmp_path: Path) -> None:
    path = write(tmp_path, "users.csv", USERS)
    wrong = take_in(home, workspace, path, outcomes={"spend": ("visit",)})
    right = take_in(home, workspace, path, outcomes={"visit": ("visit",), "spend": ("spend",)})
    assert wrong.batch != right.batch
    assert [batch.origin for batch in lake.batches(home)] == [right.batch]
    assert [use.metric for use in declared(workspace, "users").metrics] == ["visit", "spend"]
    assert moments_of(home, workspace, "users")["visit"][:2] == [[2, 2], [0.5, 0.5]]


def test_a_newer_user_table_replaces_the_older(home: Home, workspace: Workspace, tmp_path: Path) -> None:
    take_in(home, workspace, write(tmp_path, "one.csv", USERS), experiment="mail")
    take_in(home, workspace, write(tmp_path, "two.csv", USERS + "u5,control,1,0\n"), experiment="mail")
    assert len(lake.batches(home)) == 1
    assert last_users(home, workspace, "mail") == [3, 2]


def test_files_of_one_variant_each_grow_one_draft(home: Home, workspace: Workspace, tmp_path: Path) -> None:
    rows = "click\n1\n0\n0\n"
    for name, text in (("new", rows), ("control", rows + "1\n")):
        path = write(tmp_path, f"{name}.csv", text)
        take_in(home, workspace, path, experiment="shop", variant=name, outcomes={"tap": ("click",)})
    assert declared(workspace, "shop").variants == ("control", "new")
    assert last_users(home, workspace, "shop") == [4, 3]


def test_totals_become_moments_without_users(home: Home, workspace: Workspace, tmp_path: Path) -> None:
    path = write(tmp_path, "promo.csv", "group,n,bought,money,deviation\nold,100,10,50.5,1.25\nnew,90,12,60,1.5\n")
    take_in(
        home, workspace, path, shape="totals", fields={"users": "n", "variant": "group"},
        outcomes={"bought": ("bought",), "money": ("money,deviation",)}, weights={"old": 1, "new": 1},
    )  # fmt: skip
    draft = declared(workspace, "promo")
    assert (draft.variants, draft.allocation[0].weights) == (("old", "new"), (1.0, 1.0))
    found = moments_of(home, workspace, "promo")
    assert found["bought"][:2] == [[100, 90], pytest.approx([0.1, 12 / 90])]
    assert found["money"][1:] == [pytest.approx([0.505, 60 / 90]), pytest.approx([1.25**2, 1.5**2])]


def test_what_people_declared_is_kept_and_only_grows(home: Home, workspace: Workspace, tmp_path: Path) -> None:
    take_in(home, workspace, write(tmp_path, "log.csv", LOG))
    stored = workspace.experiment(LOCAL_OWNER, "sale")
    mine = replace(stored.value, name="Spring sale", variants=("treatment", "control"), hypothesis="More is more.")
    workspace.save_experiment(LOCAL_OWNER, mine, version=stored.version)
    later = "experiment,user_id,timestamp,event,variant\nsale,dora,2026-03-04T10:00:00,exposure,third\n"
    report = take_in(
        home, workspace, write(tmp_path, "later.csv", later), control="third", weights={"control": 1, "treatment": 3}
    )
    found = declared(workspace, "sale")
    assert replace(found, allocation=()) == mine
    assert found.allocation[0].weights == (3.0, 1.0)
    assert [note.parameters["what"] for note in report.notes] == ["control"]
    assert last_users(home, workspace, "sale") == [2, 1, 1], "the undeclared variant comes last"


def test_an_unknown_control_leaves_nothing_behind(home: Home, workspace: Workspace, tmp_path: Path) -> None:
    with pytest.raises(Refused, match="no variant “nobody”"):
        take_in(home, workspace, write(tmp_path, "log.csv", LOG), control="nobody")
    assert lake.batches(home) == ()
    assert list((home.lake / ".staging").iterdir()) == []
    assert workspace.experiments(LOCAL_OWNER) == ()


def test_several_experiments_in_one_file_are_told_apart(home: Home, workspace: Workspace, tmp_path: Path) -> None:
    both = LOG + LOG.split("\n", 1)[1].replace("sale,", "Sale 2!,").replace("control", "plain")
    both = both.replace(",1,phone\nSale", ",1,phone\nSale")
    text = "\n".join(line.rsplit(",", 2)[0] for line in both.splitlines()) + "\n"
    report = take_in(home, workspace, write(tmp_path, "both.csv", text))
    assert report.experiments == ("sale", "sale-2")
    assert declared(workspace, "sale-2").name == "Sale 2!"
    assert declared(workspace, "sale-2").variants == ("plain", "treatment")
    assert [one["experiment"] for one in intake.status(home, workspace, LOCAL_OWNER)["experiments"]] == list(
        report.experiments
    )


def test_undo_takes_the_rows_out_of_the_history(home: Home, workspace: Workspace, tmp_path: Path) -> None:
    take_in(home, workspace, write(tmp_path, "log.csv", LOG))
    before = moments_of(home, workspace, "sale")
    more = write(tmp_path, "more.csv", LOG.replace("2026-03", "2026-04").replace(",1,", ",11,"))
    second = take_in(home, workspace, more)
    assert moments_of(home, workspace, "sale") != before
    intake.undo(home, workspace, LOCAL_OWNER, second.batch)
    assert moments_of(home, workspace, "sale") == before


def test_a_rebuild_and_folding_into_one_say_the_same(home: Home, workspace: Workspace, tmp_path: Path) -> None:
    take_in(home, workspace, write(tmp_path, "log.csv", LOG))
    take_in(home, workspace, write(tmp_path, "more.csv", LOG.replace(",anna,", ",emil,").replace("2026-03", "2026-04")))
    before = moments_of(home, workspace, "sale")
    intake.compact(home, workspace, LOCAL_OWNER)
    assert moments_of(home, workspace, "sale") == before
    intake.rebuild(home, workspace, LOCAL_OWNER)
    assert moments_of(home, workspace, "sale") == before


def test_a_forgotten_person_is_out_of_lake_and_history_and_cannot_come_back(
    home: Home, workspace: Workspace, tmp_path: Path
) -> None:
    take_in(home, workspace, write(tmp_path, "log.csv", LOG))
    done = intake.forget(home, workspace, LOCAL_OWNER, "cleo")
    assert done == {"forgotten": 2, "experiments": ["sale"]}
    assert last_users(home, workspace, "sale") == [1, 1]
    again = take_in(home, workspace, write(tmp_path, "again.csv", LOG.replace("2026-03", "2026-05")))
    assert (again.read, again.accepted, again.rejected) == (5, 3, 2)
    reasons = Path(str(again.rejects_file)).read_text()
    assert reasons.count("user_id,forgotten,") == 2
    assert "cleo" not in reasons
    assert last_users(home, workspace, "sale") == [1, 1]


def test_what_a_kill_left_undone_is_made_good_by_the_next_status(
    home: Home, workspace: Workspace, tmp_path: Path
) -> None:
    take_in(home, workspace, write(tmp_path, "log.csv", LOG))
    before = moments_of(home, workspace, "sale")
    intake.rebuild(home, workspace, LOCAL_OWNER)
    for path in (home.rollup / "sale").glob("manifest.json"):
        path.unlink()
    (home.root / "enrolled.json").unlink()
    home.workspace.unlink()
    with Workspace.open(home) as lost:
        intake.status(home, lost, LOCAL_OWNER)
        assert declared(lost, "sale").variants == ("control", "treatment")
        assert moments_of(home, lost, "sale") == before


def test_a_cancelled_import_changes_nothing(home: Home, workspace: Workspace, tmp_path: Path) -> None:
    path = write(tmp_path, "log.csv", LOG)
    with pytest.raises(Refused, match="was cancelled: nothing was changed"):
        intake.import_file(
            home, workspace, actor=LOCAL_OWNER, source=path, request=ImportRequest(), cancelled=lambda: True
        )
    assert lake.batches(home) == ()
    assert list((home.lake / ".staging").iterdir()) == []


def test_totals_do_not_join_rows_of_users(home: Home, workspace: Workspace, tmp_path: Path) -> None:
    take_in(home, workspace, write(tmp_path, "users.csv", USERS), experiment="mail")
    totals = write(tmp_path, "totals.csv", "variant,users,visits\ncontrol,100,10\ntreatment,90,12\n")
    with pytest.raises(Refused, match="holds rows of users already"):
        take_in(home, workspace, totals, experiment="mail", shape="totals")
    assert len(lake.batches(home)) == 1


def test_an_analyst_reads_paths_only_from_incoming_and_a_viewer_imports_nothing(
    home: Home, workspace: Workspace, tmp_path: Path
) -> None:
    outside, inside = write(tmp_path, "log.csv", LOG), write(home.incoming, "log.csv", LOG)
    (home.incoming / "link.csv").symlink_to(outside)
    for path in (outside, home.incoming / ".." / ".." / "log.csv", home.incoming / "link.csv"):
        with pytest.raises(Forbidden, match="incoming"):
            intake.import_file(home, workspace, actor=ANALYST, source=path, request=ImportRequest())
    report = intake.import_file(home, workspace, actor=ANALYST, source=inside, request=ImportRequest())
    assert report.accepted == 5
    viewer = Actor("vi", ActorRole.VIEWER)
    with pytest.raises(Forbidden, match="does not allow"):
        intake.import_file(home, workspace, actor=viewer, source=inside, request=ImportRequest())


def test_an_upload_is_taken_and_its_ids_reach_no_file(home: Home, workspace: Workspace, tmp_path: Path) -> None:
    path = write(tmp_path, "log.csv", LOG.replace("anna", "anna@example.org"))
    with path.open("rb") as content:
        upload = Upload(name="../../log.csv", content=content)
        report = intake.import_file(home, workspace, actor=ANALYST, source=upload, request=ImportRequest())
    assert report.accepted == 5
    assert lake.batches(home)[0].file == "log.csv"
    for held in home.root.rglob("*"):
        assert held.is_dir() or b"anna@example.org" not in held.read_bytes(), held


def test_a_mapping_is_remembered_for_files_with_the_same_columns(
    home: Home, workspace: Workspace, tmp_path: Path
) -> None:
    text = "who,shown,did\n1,control,0\n2,treatment,1\n"
    take_in(
        home, workspace, write(tmp_path, "one.csv", text), fields={"user_id": "who", "variant": "shown"},
        outcomes={"done": ("did",)},
    )  # fmt: skip
    report = take_in(home, workspace, write(tmp_path, "two.csv", text + "3,control,1\n"))
    assert (report.accepted, report.experiments) == (3, ("two",))
    assert [use.metric for use in declared(workspace, "two").metrics] == ["done"]


def test_an_outcome_called_like_a_known_metric_feeds_it(home: Home, workspace: Workspace, tmp_path: Path) -> None:
    take_in(home, workspace, write(tmp_path, "users.csv", USERS), outcomes={"purchase_rate": ("visit",)})
    assert moments_of(home, workspace, "users")["purchase_rate"][:2] == [[2, 2], [0.5, 0.5]]
    assert set(lake.batches(home)[0].experiments["users"].events.values()) == {"exposure", "purchase"}


def test_two_outcomes_of_the_same_events_are_refused(home: Home, workspace: Workspace, tmp_path: Path) -> None:
    both = {"purchase_rate": ("visit",), "revenue_per_user": ("spend",)}
    with pytest.raises(Refused, match="both count “purchase” events"):
        take_in(home, workspace, write(tmp_path, "users.csv", USERS), outcomes=both)
    with pytest.raises(Refused, match="cannot be called “exposure”"):
        take_in(home, workspace, write(tmp_path, "users.csv", USERS), outcomes={"exposure": ("visit",)})


def test_a_preview_shows_how_a_file_would_be_read(home: Home, workspace: Workspace, tmp_path: Path) -> None:
    found = intake.preview(
        workspace, home=home, actor=LOCAL_OWNER, source=write(tmp_path, "users.csv", USERS), request=ImportRequest()
    )
    assert found.columns.names == ("user_id", "variant", "visit", "spend")
    assert found.columns.rows[0] == ("u1", "control", "0", "0")
    assert [one.metric for one in found.mapping.outcomes] == ["visit", "spend"]
    assert lake.batches(home) == ()


def test_events_of_a_declared_experiment_come_in_under_its_own_key(
    home: Home, workspace: Workspace, tmp_path: Path
) -> None:
    planned = Experiment(key="spring-2026", name="sale", variants=("control", "treatment"))
    workspace.save_experiment(LOCAL_OWNER, planned, version=None)
    report = take_in(home, workspace, write(tmp_path, "log.csv", LOG))
    assert report.experiments == ("spring-2026",)
    assert last_users(home, workspace, "spring-2026") == [1, 2]
