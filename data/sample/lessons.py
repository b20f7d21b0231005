"""What the sample's teams wrote into the library: learnings tied to their tests, and one page of advice.

As honest as the plans: claims that their tests bear out, leave open or contradict; which is which is computed.
"""

from data.sample.plans import FORM, HERO, LANDING, NEWSLETTER, REMINDERS, START_SCREEN, WIN_BACK
from data.workspace.library.records import Change, Learning, Practice


def _key(word: str) -> str:
    """Return a key of the length that random ones have, and that tells it is the sample's."""
    return f"sample-{word}".ljust(22, "-")


FREE_DELIVERY = Learning(
    key=_key("delivery"),
    claim="Free delivery in a basket reminder brings people back to buy",
    lever="Free delivery",
    audience="App users who left a basket",
    metric="purchase_rate",
    change=Change.RAISES,
    experiments=(REMINDERS.key,),
    channel="app",
)
PERSONAL = Learning(
    key=_key("personal"),
    claim="What is chosen for the person sells more than the same for all",
    lever="Personal content",
    metric="purchase_rate",
    change=Change.RAISES,
    experiments=(HERO.key, REMINDERS.key, START_SCREEN.key, LANDING.key, WIN_BACK.key, NEWSLETTER.key),
)
LOYAL = Learning(
    key=_key("loyal"),
    claim="People who are addressed personally stay subscribed",
    lever="Personal content",
    metric="unsubscribe_rate",
    change=Change.LOWERS,
    experiments=(HERO.key, REMINDERS.key, START_SCREEN.key),
)
QUESTIONS = Learning(
    key=_key("questions"),
    claim="Fewer questions get more forms filled in",
    lever="Fewer questions",
    audience="New visitors",
    metric="form_fill_rate",
    change=Change.RAISES,
    experiments=(FORM.key,),
    channel="web",
)
LEARNINGS = (FREE_DELIVERY, PERSONAL, LOYAL, QUESTIONS)
PRACTICE = Practice(
    key=_key("reminders"),
    title="Reminding people of a basket",
    text=(
        "Remind once, a day later, and name what lies in the basket.\n"
        "Free delivery may be what brings people back: our one test left it open, so test it alone before you pay "
        "for it.\n"
        "Never remind three times: people unsubscribed."
    ),
    learnings=(FREE_DELIVERY.key, LOYAL.key),
)
