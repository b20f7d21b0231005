"""What every recorded workspace holds, so that one test can ask all of them for it."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from data.courier.answers import Answer
from data.declarations.experiments import Allocation, Experiment, Extension, MetricUse, Role, Status
from data.declarations.metrics import Direction, Fold, Metric, Unit
from data.home import Home
from data.workspace.actors import Actor, ActorRole
from data.workspace.inbox import records as inbox
from data.workspace.inbox.records import Found, NoticeKind
from data.workspace.library.records import Change, Learning, Practice
from data.workspace.outbox.records import State, Webhook
from data.workspace.records import JsonObject, Kind
from data.workspace.sessions.limits import new_key
from data.workspace.sessions.phases import Phase
from data.workspace.sessions.records import Choice, Forecast, Prompt
from data.workspace.sessions.store import Sessions
from data.workspace.store import Workspace

AUTHOR = Actor("Linh Đặng", ActorRole.ADMIN)
METRIC = Metric(
    key="spam",
    name="Spam reports",
    event="spam",
    fold=Fold.COUNT,
    window_days=7,
    matured_only=True,
    cap=3.5,
    direction=Direction.DOWN,
    unit=Unit.NUMBER,
)
EXPERIMENT = Experiment(
    key="banner",
    name="Banner · Đà Nẵng",
    status=Status.ENDED,
    variants=("control", "warm", "cold"),
    allocation=(
        Allocation(starts_on=None, weights=(0.5, 0.25, 0.25)),
        Allocation(starts_on=date(2026, 3, 9), weights=(1, 1, 1)),
    ),
    metrics=(
        MetricUse(metric="purchase_rate", role=Role.PRIMARY),
        MetricUse(metric="spam", role=Role.GUARDRAIL, margin=0.1),
    ),
    time_zone="Asia/Ho_Chi_Minh",
    currency="VND",
    starts_on=date(2026, 3, 2),
    planned_end=date(2026, 4, 12),
    ended_on=date(2026, 4, 10),
    extensions=(Extension(decided_on=date(2026, 3, 20), planned_end=date(2026, 3, 29)),),
    hypothesis="A warm greeting\nsells “more”.",
)
LEARNING = Learning(
    key="LLLLLLLLLLLLLLLLLLLLLL",
    claim="Chào đón ấm áp bán được nhiều hơn",
    lever="warm greeting",
    audience="khách mới",
    metric="purchase_rate",
    change=Change.RAISES,
    experiments=("banner",),
    channel="email",
)
PRACTICE = Practice(
    key="PPPPPPPPPPPPPPPPPPPPPP",
    title="Greet people",
    text="Warmly.\nThen say what is new.",
    learnings=(LEARNING.key,),
)
READOUT: JsonObject = {"schema": 1, "fingerprint": "0f3a", "verdict": {"kind": "ship"}, "policy": {}, "figures": {}}
TOLD_AT = 1_772_700_000
MAPPING: JsonObject = {"shape": "users", "columns": {"user_id": "Khách hàng"}}


def write(home: Home, url: str | None = None) -> None:
    """Fill a workspace with it, one edit included."""
    with Workspace.open(home, url) as workspace:
        workspace.save_metric(AUTHOR, METRIC, version=None)
        workspace.save_experiment(AUTHOR, replace(EXPERIMENT, hypothesis="First thought"), version=None)
        workspace.save_experiment(AUTHOR, EXPERIMENT, version=1)
        workspace.save_mapping(AUTHOR, "0f3a", MAPPING, version=None)
        workspace.unveil(AUTHOR, "banner", reason="Budget day")
        _reflect(workspace.sessions)
        workspace.library.save_learning(AUTHOR, replace(LEARNING, claim="A first thought"), version=None)
        workspace.library.save_learning(AUTHOR, LEARNING, version=1)
        workspace.library.save_practice(AUTHOR, PRACTICE, version=None)
        _tell(workspace)


def check(workspace: Workspace) -> None:
    """Hold a workspace against it."""
    stored = workspace.experiment(AUTHOR, "banner")
    assert (stored.value, stored.version, stored.author) == (EXPERIMENT, 2, AUTHOR.name)
    assert workspace.metric(AUTHOR, "spam").value == METRIC
    assert workspace.mapping(AUTHOR, "0f3a").value == MAPPING
    assert [row.value.reason for row in workspace.unveilings(AUTHOR, "banner")] == ["Budget day"]
    assert workspace.verify(AUTHOR).faults == ()


def check_session(workspace: Workspace) -> None:
    """Hold the session against it, which schema 3 was the first to know."""
    (stored,) = workspace.sessions.sessions(AUTHOR)
    board = workspace.sessions.board(AUTHOR, stored.value.key, now=0)
    assert (board.title, board.phase, board.experiments) == ("Tháng ba", Phase.CLOSED, ("banner",))
    assert board.forecasts == (Forecast(experiment="banner", person="", low=-0.01, high=0.06, chance=0.7),)
    assert [(card.text, card.prompt) for card in board.cards] == [("Người mới mua nhiều hơn", Prompt.SURPRISED)]
    ((topic, note),) = [(topic, topic.note) for topic in board.topics]
    assert (topic.name, topic.total, note and note.value.text) == ("Khách mới", 1, "Because of the picture")
    assert [(one.value.choice, one.value.follows, one.value.verdict) for one in board.decisions] == [
        (Choice.ITERATE, False, "ship")
    ]
    assert [(one.value.text, one.value.due) for one in board.actions] == [("Tell sales", date(2026, 5, 9))]
    assert board.improvement is not None
    assert board.improvement.value.text == "Start on time."
    assert workspace.sessions.snapshot(AUTHOR, stored.value.key, "banner").value == READOUT


def check_library(workspace: Workspace) -> None:
    """Hold the library against it, which schema 4 was the first to know."""
    (learning,) = workspace.library.learnings(AUTHOR)
    assert (learning.value, learning.version) == (LEARNING, 2)
    assert [row.value for row in workspace.library.practices(AUTHOR)] == [PRACTICE]
    check_found(workspace, "khach moi am ap", {(Kind.LEARNING, LEARNING.key)})
    check_found(workspace, "first thought", set())


def check_inbox(workspace: Workspace) -> None:
    """Hold the inbox against it, which schema 5 was the first to know, and what is set for the outbox."""
    assert [
        (one.kind, one.subject, one.day, one.told_at, one.is_over, one.is_unread)
        for one in workspace.inbox.notices(AUTHOR, now=TOLD_AT)
    ] == [(NoticeKind.HEALTH_ALARM, "banner", date(2026, 3, 5), TOLD_AT, True, False)]
    webhook = workspace.outbox.webhook(AUTHOR)
    assert (webhook.value.host, webhook.value.is_on, webhook.version) == ("hooks.example.com", True, 1)


def check_outbox(workspace: Workspace) -> None:
    """Hold what was sent against it; no backup holds that."""
    assert [(one.kind, one.state, one.status) for one in workspace.outbox.sent(AUTHOR)] == [
        (NoticeKind.HEALTH_ALARM, State.ARRIVED, 204)
    ]


def _tell(workspace: Workspace) -> None:
    webhook = Webhook(base="https://liftroom.example", is_on=True)
    workspace.outbox.save_webhook(AUTHOR, webhook, address="https://hooks.example.com/x", version=0)
    alarm = inbox.Change(kind=NoticeKind.HEALTH_ALARM, subject="banner", became="alarmed", day=date(2026, 3, 5))
    for found in (Found(changes=(alarm,)), Found()):
        workspace.inbox.tell(AUTHOR, found, phrase=lambda _notice, _webhook: "{}", now=TOLD_AT)
    taken = workspace.outbox.claim(AUTHOR, now=TOLD_AT)
    assert taken is not None
    workspace.outbox.settle(AUTHOR, taken, Answer(status=204), now=TOLD_AT)
    workspace.inbox.mark_read(AUTHOR, [one.key for one in workspace.inbox.notices(AUTHOR, now=TOLD_AT)])


def check_words(workspace: Workspace) -> None:
    """Find what every recorded workspace holds, whether it had an index or not."""
    check_found(workspace, "da nang", {(Kind.EXPERIMENT, "banner")})


def check_found(workspace: Workspace, text: str, expected: set[tuple[Kind, str]]) -> None:
    """Hold what a search finds against what it should."""
    answer = workspace.library.search(AUTHOR, text)
    assert {(one.kind, one.key) for one in answer.found if not answer.partly} == expected


def _reflect(sessions: Sessions) -> None:
    key = sessions.start(AUTHOR, "Tháng ba", experiments=("banner",)).value.key

    def to(phase: Phase, readouts: Mapping[str, JsonObject] | None = None) -> None:
        version = sessions.board(AUTHOR, key, now=0).version
        sessions.move(AUTHOR, key, phase, version=version, readouts=readouts or {})

    to(Phase.FORECAST)
    sessions.forecast(AUTHOR, key, "banner", low=-0.01, high=0.06, chance=0.7)
    to(Phase.REVEAL, {"banner": READOUT})
    to(Phase.WRITE)
    topic = new_key()
    sessions.save_card(AUTHOR, key, topic, text="Người mới mua nhiều hơn", prompt=Prompt.SURPRISED, version=None)
    to(Phase.GROUP)
    sessions.name_topic(AUTHOR, key, topic, name="Khách mới", version=None)
    to(Phase.VOTE)
    sessions.vote(AUTHOR, key, topic, change=1)
    to(Phase.DISCUSS)
    sessions.save_note(AUTHOR, key, topic, text="Because of the picture", version=None)
    to(Phase.DECIDE)
    sessions.decide(AUTHOR, key, "banner", choice=Choice.ITERATE, reason="The header is next")
    to(Phase.ACT)
    sessions.add_action(AUTHOR, key, "Tell sales", owner="", due=date(2026, 5, 9))
    to(Phase.IMPROVE)
    sessions.improve(AUTHOR, key, "Start on time.", version=None)
    to(Phase.SUMMARY)
    to(Phase.CLOSED)
