"""What the sample's teams had tested in the two quarters before: small, short tests, all of them decided.

They let the report look back. Which of them everybody has since, and what that cost, stands in `money`.
"""

from data.declarations.experiments import Experiment, MetricUse, Role, Status
from data.sample import truths
from data.sample.plans import EVEN, Plan

SALES = (
    MetricUse(metric="purchase_rate", role=Role.PRIMARY),
    MetricUse(metric="revenue_per_user", role=Role.SECONDARY),
)

CHECKOUT = Experiment(
    key="checkout-on-one-page",
    name="Checkout on one page",
    status=Status.DECIDED,
    variants=("three pages", "one page"),
    allocation=EVEN,
    metrics=SALES,
    currency="EUR",
    minimal_interesting_lift=0.03,
    hypothesis="Because every page is a chance to leave, more people will buy when they check out on one.",
    owner="Web team",
    channel="web",
    audience="Visitors with a full basket",
    sample=True,
)
VOUCHER = Experiment(
    key="birthday-voucher",
    name="Birthday voucher",
    status=Status.DECIDED,
    variants=("good wishes", "voucher"),
    allocation=EVEN,
    metrics=SALES,
    currency="EUR",
    minimal_interesting_lift=0.05,
    hypothesis="Because people treat themselves on their birthday, a voucher will make more of them buy.",
    owner="CRM team",
    channel="e-mail",
    audience="Newsletter readers on their birthday",
    sample=True,
)
DELIVERY_DAY = Experiment(
    key="delivery-day-in-the-basket",
    name="Delivery day in the basket",
    status=Status.DECIDED,
    variants=("two to four days", "exact day"),
    allocation=EVEN,
    metrics=SALES,
    currency="EUR",
    minimal_interesting_lift=0.02,
    hypothesis="Because people plan around a parcel, naming the day it comes will make more of them buy.",
    owner="Web team",
    channel="web",
    audience="Visitors with a full basket",
    sample=True,
)
POP_UP = Experiment(
    key="pop-up-for-an-address",
    name="Pop-up for an address",
    status=Status.DECIDED,
    variants=("no pop-up", "pop-up"),
    allocation=EVEN,
    metrics=SALES,
    currency="EUR",
    minimal_interesting_lift=0.03,
    hypothesis="Because readers of the newsletter buy more, asking at once for their address will sell more.",
    owner="Performance marketing",
    channel="web",
    audience="First-time visitors from campaigns",
    sample=True,
)
COUNTDOWN = Experiment(
    key="countdown-in-the-app",
    name="Countdown in the app",
    status=Status.DECIDED,
    variants=("no countdown", "countdown"),
    allocation=EVEN,
    metrics=SALES,
    currency="EUR",
    minimal_interesting_lift=0.03,
    hypothesis="Because people put off what can wait, a countdown in the basket will make more of them buy.",
    owner="App team",
    channel="app",
    audience="App users with a full basket",
    sample=True,
)
VIDEOS = Experiment(
    key="videos-of-products",
    name="Videos of products",
    status=Status.DECIDED,
    variants=("pictures", "video"),
    allocation=EVEN,
    metrics=SALES,
    currency="EUR",
    minimal_interesting_lift=0.03,
    hypothesis="Because a picture does not show how a thing is used, a video will make more people buy.",
    owner="App team",
    channel="app",
    audience="App users who look at a product",
    sample=True,
)

PLANS = (
    Plan(declared=CHECKOUT, truth=truths.LASTING_WINNER),
    Plan(declared=VOUCHER, truth=truths.DEAR_WINNER),
    Plan(declared=DELIVERY_DAY, truth=truths.SMALL_WINNER),
    Plan(declared=POP_UP, truth=truths.LOSER),
    Plan(declared=COUNTDOWN, truth=truths.LUCKY),
    Plan(declared=VIDEOS, truth=truths.UNSEEN),
)
