"""What the sample's teams declared of their experiments: names, hypotheses, metrics, margins; dates come later.

Every plan is honest about what its team knew. What is true stands in `truths`, and no plan tells.
"""

from dataclasses import dataclass

from data.declarations.experiments import Allocation, Experiment, MetricUse, Role, Status
from data.sample import truths
from data.sample.truths import Truth


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """An experiment as declared, without its dates, and the truth behind it."""

    declared: Experiment
    truth: Truth


def _metrics(primary: str, *others: str, margin: float = 0.25) -> tuple[MetricUse, ...]:
    """Return what decides, what explains, and the guardrail that every test of the sample watches."""
    return (
        MetricUse(metric=primary, role=Role.PRIMARY),
        *(MetricUse(metric=other, role=Role.SECONDARY) for other in others),
        MetricUse(metric="unsubscribe_rate", role=Role.GUARDRAIL, margin=margin),
    )


SELLING = _metrics("purchase_rate", "revenue_per_user", "click_through_rate")
EVEN = (Allocation(starts_on=None, weights=(1.0, 1.0)),)

HERO = Experiment(
    key="personalised-hero-banner",
    name="Personalised hero banner",
    status=Status.ENDED,
    variants=("same for all", "personalised"),
    allocation=EVEN,
    metrics=SELLING,
    currency="EUR",
    minimal_interesting_lift=0.02,
    hypothesis=(
        "Because returning visitors skip a banner that has nothing to do with them, "
        "showing what they last looked at will make more of them buy."
    ),
    owner="Web team",
    channel="web",
    audience="All visitors who gave consent",
    sample=True,
)
NEWSLETTER = Experiment(
    key="newsletter-recommendations",
    name="Newsletter recommendations",
    status=Status.RUNNING,
    variants=("editor's picks", "recommended for you"),
    allocation=EVEN,
    metrics=SELLING,
    currency="EUR",
    minimal_interesting_lift=0.03,
    hypothesis="Because picks suit few readers, recommendations from their own purchases will sell more.",
    owner="CRM team",
    channel="e-mail",
    audience="Newsletter readers with at least one order",
    sample=True,
)
REHEARSAL = Experiment(
    key="search-results-rehearsal",
    name="Search results rehearsal",
    status=Status.DECIDED,
    variants=("search A", "search B"),
    allocation=EVEN,
    metrics=_metrics("click_through_rate", "purchase_rate", "revenue_per_user"),
    currency="EUR",
    minimal_interesting_lift=0.10,
    hypothesis="Because both groups see the same page, nothing may differ: a rehearsal of the new splitting tool.",
    owner="Data team",
    channel="web",
    audience="All visitors who search",
    sample=True,
)
LANDING = Experiment(
    key="landing-page-by-interest",
    name="Landing page by interest",
    status=Status.DECIDED,
    variants=("one page", "page by interest"),
    allocation=EVEN,
    metrics=SELLING,
    currency="EUR",
    minimal_interesting_lift=0.03,
    hypothesis="Because visitors come with a purpose, a page about what they looked for will sell more.",
    owner="Performance marketing",
    channel="web",
    audience="Visitors from campaigns",
    sample=True,
)
FORM = Experiment(
    key="shorter-preference-form",
    name="Shorter preference form",
    status=Status.DECIDED,
    variants=("twelve questions", "five questions"),
    allocation=EVEN,
    metrics=_metrics("form_fill_rate", "purchase_rate", "revenue_per_user"),
    currency="EUR",
    minimal_interesting_lift=0.05,
    hypothesis="Because long forms tire people, five questions will be answered by more of them.",
    owner="Web team",
    channel="web",
    audience="New visitors who open an account",
    sample=True,
)
REMINDERS = Experiment(
    key="basket-reminders-by-push",
    name="Basket reminders by push",
    status=Status.DECIDED,
    variants=("one reminder", "three personal reminders"),
    allocation=EVEN,
    metrics=_metrics("purchase_rate", "revenue_per_user", "click_through_rate", margin=0.15),
    currency="EUR",
    minimal_interesting_lift=0.03,
    hypothesis=(
        "Because baskets are left over the cost of delivery, three reminders that name what lies in them and offer "
        "free delivery will bring more people back."
    ),
    owner="App team",
    channel="app",
    audience="App users who left a basket",
    sample=True,
)
START_SCREEN = Experiment(
    key="start-screen-with-a-guide",
    name="Start screen with a guide",
    status=Status.ENDED,
    variants=("full catalogue", "guided choice"),
    allocation=EVEN,
    metrics=SELLING,
    currency="EUR",
    minimal_interesting_lift=0.03,
    hypothesis="Because the catalogue is long, a guided choice will help people to find what they buy.",
    owner="App team",
    channel="app",
    audience="Everybody who opens the app",
    sample=True,
)
WIN_BACK = Experiment(
    key="win-back-offer",
    name="Win-back offer",
    status=Status.ENDED,
    variants=("general offer", "offer from past orders"),
    allocation=EVEN,
    metrics=SELLING,
    currency="EUR",
    minimal_interesting_lift=0.03,
    hypothesis="Because people return for what they liked, an offer from their past orders will win more of them back.",
    owner="CRM team",
    channel="e-mail",
    audience="Customers without an order for six months",
    sample=True,
)

FIRST = Plan(declared=HERO, truth=truths.WINNER)
PLANS = (
    FIRST,
    Plan(declared=NEWSLETTER, truth=truths.RUNNING),
    Plan(declared=REHEARSAL, truth=truths.NOTHING),
    Plan(declared=LANDING, truth=truths.BROKEN_SPLIT),
    Plan(declared=FORM, truth=truths.EQUIVALENT),
    Plan(declared=REMINDERS, truth=truths.HARMFUL),
    Plan(declared=START_SCREEN, truth=truths.DIVIDED),
    Plan(declared=WIN_BACK, truth=truths.MISDELIVERED),
)
