"""What the words on the screens mean, in plain words: each term with its name and a meaning of two short sentences."""

from collections.abc import Mapping

from analytics.present.money_terms import MONEY
from analytics.present.terms import Entry
from analytics.present.terms import Term as Term
from data.messages import Message

ENTRIES: Mapping[Term, Entry] = {
    Term.EXPERIMENT: Entry(
        name=Message("term_experiment", "Experiment"),
        meaning=Message(
            "term_experiment_meaning",
            "Two or more versions run side by side, and chance decides who sees which. Like two headlines of "
            "one newsletter, each sent to half of the readers.",
        ),
    ),
    Term.CONTROL: Entry(
        name=Message("term_control", "Control"),
        meaning=Message(
            "term_control_meaning",
            "The version you have today, with which every other is compared. Like the usual newsletter.",
        ),
    ),
    Term.TREATMENT: Entry(
        name=Message("term_treatment", "Treatment"),
        meaning=Message(
            "term_treatment_meaning",
            "The new version under test. Like the newsletter with personal recommendations.",
        ),
    ),
    Term.SPLIT: Entry(
        name=Message("term_split", "Split"),
        meaning=Message(
            "term_split_meaning",
            "How users are shared out between the versions. If half and half was planned and 60 to 40 arrived, "
            "something is broken.",
        ),
    ),
    Term.EXPOSURE: Entry(
        name=Message("term_exposure", "Exposure"),
        meaning=Message(
            "term_exposure_meaning",
            "The moment a user first meets their version; from then on they count. Who never opened the page "
            "was not exposed.",
        ),
    ),
    Term.SEGMENT: Entry(
        name=Message("term_segment", "Segment"),
        meaning=Message(
            "term_segment_meaning",
            "A part of your customers with something in common. Like new customers, or those on a phone.",
        ),
    ),
    Term.PLANNED_END: Entry(
        name=Message("term_planned_end", "Planned end"),
        meaning=Message(
            "term_planned_end_meaning",
            "The last day, agreed on beforehand. Who stops whenever it looks good stops on a lucky day.",
        ),
    ),
    Term.LIFT: Entry(
        name=Message("term_lift", "Lift"),
        meaning=Message(
            "term_lift_meaning",
            "How much more the new version brought than the control, in percent. If 100 of 1,000 bought before "
            "and 110 of 1,000 now, the lift is +10%.",
        ),
    ),
    Term.RANGE: Entry(
        name=Message("term_range", "Range"),
        meaning=Message(
            "term_range_meaning",
            "Where the true lift probably lies: about 19 of 20 such ranges hold it. Like “arrives in 20 to 30 "
            "minutes”; the narrower, the surer.",
        ),
    ),
    Term.BEST_GUESS: Entry(
        name=Message("term_best_guess", "Best guess"),
        meaning=Message(
            "term_best_guess_meaning",
            "The single most plausible lift, with the luck of an early stop taken out. Always read it with its range.",
        ),
    ),
    Term.CHANCE: Entry(
        name=Message("term_chance", "Chance"),
        meaning=Message(
            "term_chance_meaning",
            "What luck alone does: even two equal versions never bring exactly the same. Six heads in ten "
            "throws say nothing about the coin.",
        ),
    ),
    Term.P_VALUE: Entry(
        name=Message("term_p_value", "p"),
        meaning=Message(
            "term_p_value_meaning",
            "How often luck alone would bring a difference at least this large if the versions were equal. A p "
            "of 0.03 means 3 in 100 times.",
        ),
    ),
    Term.ADJUSTED_P: Entry(
        name=Message("term_adjusted_p", "Adjusted p"),
        meaning=Message(
            "term_adjusted_p_meaning",
            "The p after counting how many comparisons were made. Who buys ten lottery tickets should wonder "
            "less about one win.",
        ),
    ),
    Term.LINE_TO_CROSS: Entry(
        name=Message("term_line_to_cross", "Line to cross"),
        meaning=Message(
            "term_line_to_cross_meaning",
            "How large a lift must be on a given day before it counts: far out early, nearer later. So looking "
            "every day turns no luck into a win.",
        ),
    ),
    Term.GATE: Entry(
        name=Message("term_gate", "Gate"),
        meaning=Message(
            "term_gate_meaning",
            "One question before any segment is read: do they differ at all, beyond chance? If not, one effect "
            "holds for everybody.",
        ),
    ),
    Term.SHRUNK: Entry(
        name=Message("term_shrunk", "Shrunk"),
        meaning=Message(
            "term_shrunk_meaning",
            "A segment’s figure moved towards that of all, the more so the fewer users it has. Three reviews "
            "say little about a restaurant.",
        ),
    ),
    Term.VERDICT: Entry(
        name=Message("term_verdict", "Verdict"),
        meaning=Message(
            "term_verdict_meaning",
            "What to do, in one sentence, by rules agreed on beforehand. Like a referee’s call: it follows the "
            "rules, not the mood.",
        ),
    ),
    Term.PRIMARY: Entry(
        name=Message("term_primary", "Decides (primary metric)"),
        meaning=Message(
            "term_primary_meaning",
            "The metric the verdict hangs on. If the aim is to sell, it is purchases, not clicks.",
        ),
    ),
    Term.SECONDARY: Entry(
        name=Message("term_secondary", "Explains (secondary metric)"),
        meaning=Message(
            "term_secondary_meaning",
            "A metric that helps to see why, but decides nothing. More clicks may explain more purchases.",
        ),
    ),
    Term.GUARDRAIL: Entry(
        name=Message("term_guardrail", "Must not get worse (guardrail)"),
        meaning=Message(
            "term_guardrail_meaning",
            "A metric that a win must not be paid with. More purchases do not help if customers unsubscribe in crowds.",
        ),
    ),
    Term.MARGIN: Entry(
        name=Message("term_margin", "Margin"),
        meaning=Message(
            "term_margin_meaning",
            "How much worse a guardrail may get at most, as agreed. For example: unsubscribes may rise by 10%, "
            "no more.",
        ),
    ),
    Term.INTERESTING_LIFT: Entry(
        name=Message("term_interesting_lift", "Smallest lift that matters"),
        meaning=Message(
            "term_interesting_lift_meaning",
            "From which lift on you would act; anything below is drawn grey. If a new banner costs as much as "
            "1% more sales bring, it is 1%.",
        ),
    ),
    Term.VEIL: Entry(
        name=Message("term_veil", "Veil"),
        meaning=Message(
            "term_veil_meaning",
            "In the first days the numbers stay hidden, because early numbers swing. Nobody calls a match "
            "after five minutes.",
        ),
    ),
    Term.FORECAST: Entry(
        name=Message("term_forecast", "Forecast"),
        meaning=Message(
            "term_forecast_meaning",
            "What somebody expects before anybody looks: a range, and a chance to be better. Only a guess made before "
            "the match shows how good one’s guesses are.",
        ),
    ),
    Term.PINNED: Entry(
        name=Message("term_pinned", "Pinned readout"),
        meaning=Message(
            "term_pinned_meaning",
            "A readout as it stood when the team read it. Like a photograph: what comes in later cannot change it.",
        ),
    ),
    Term.LEARNING: Entry(
        name=Message("term_learning", "Learning"),
        meaning=Message(
            "term_learning_meaning",
            "One sentence that holds beyond one test, with the tests that speak for or against it. How sure it is "
            "follows from them, like a rumour that more and more witnesses bear out.",
        ),
    ),
    Term.TOGETHER: Entry(
        name=Message("term_together", "Together"),
        meaning=Message(
            "term_together_meaning",
            "What several tests say as one: precise tests weigh more, and the range is wide where they differ. "
            "Two tests alone say little.",
        ),
    ),
    Term.NEXT_TEST: Entry(
        name=Message("term_next_test", "Another such test"),
        meaning=Message(
            "term_next_test_meaning",
            "Where the effect of one more test like these would lie, in four of five cases. It is wider than the "
            "range of all together, as tomorrow’s weather is less sure than the climate.",
        ),
    ),
    Term.EVENT: Entry(
        name=Message("term_event", "Event"),
        meaning=Message(
            "term_event_meaning",
            "One thing one user did, with its time: saw a page, clicked, bought. Your tools already write them down.",
        ),
    ),
    Term.METRIC: Entry(
        name=Message("term_metric", "Metric"),
        meaning=Message(
            "term_metric_meaning",
            "What is counted per user, such as whether they bought. The purchase rate is the share of users who did.",
        ),
    ),
    Term.WINDOW: Entry(
        name=Message("term_window", "Window"),
        meaning=Message(
            "term_window_meaning",
            "For how many days after exposure a user’s events count. With 14 days, a purchase on day 20 comes "
            "too late.",
        ),
    ),
    Term.CAP: Entry(
        name=Message("term_cap", "Cap"),
        meaning=Message(
            "term_cap_meaning",
            "The most that one user can add to a metric. So a single order of 50,000 does not decide the test.",
        ),
    ),
    Term.HEALTH_CHECK: Entry(
        name=Message("term_health_check", "Health check"),
        meaning=Message(
            "term_health_check_meaning",
            "A look at the data before anybody reads the result: is the split right, did the events arrive? "
            "Like checking the scales before weighing.",
        ),
    ),
    Term.SAMPLE: Entry(
        name=Message("term_sample", "Sample"),
        meaning=Message(
            "term_sample_meaning",
            "Invented data that came with Liftroom, so that you can try everything. One click removes it.",
        ),
    ),
    **MONEY,
}
