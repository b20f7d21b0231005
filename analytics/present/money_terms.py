"""What the words of the report mean; `glossary` holds them with the others."""

from collections.abc import Mapping

from analytics.present.terms import Entry, Term
from data.messages import Message

MONEY: Mapping[Term, Entry] = {
    Term.PAYS_BACK: Entry(
        name=Message("term_pays_back", "Pays back"),
        meaning=Message(
            "term_pays_back_meaning",
            "What comes in reaches what was spent on people, tools and discounts. A stall that costs 10 and earns 12 "
            "pays back.",
        ),
    ),
    Term.OUTCOME: Entry(
        name=Message("term_outcome", "Likely outcomes"),
        meaning=Message(
            "term_outcome_meaning",
            "Fifty ways in which it may turn out, all equally likely. Like fifty weather forecasts for one day: count "
            "those in which it stays dry.",
        ),
    ),
    Term.EARNED: Entry(
        name=Message("term_earned", "Margin on revenue"),
        meaning=Message(
            "term_earned_meaning",
            "The share of what customers pay that you keep once the goods are paid for. Of 100 at 35%, 35 count.",
        ),
    ),
    Term.BELIEVED: Entry(
        name=Message("term_believed", "Seen and believed"),
        meaning=Message(
            "term_believed_meaning",
            "What a test showed, and what is left of it once luck is taken out. The winner of one race is rarely as "
            "far ahead in the next.",
        ),
    ),
    Term.SHARED: Entry(
        name=Message("term_shared", "Shared customers"),
        meaning=Message(
            "term_shared_meaning",
            "Customers whom several tests reach: their money counts once. Two coats of paint do not make two walls.",
        ),
    ),
    Term.HALF_LIFE: Entry(
        name=Message("term_half_life", "Half-life"),
        meaning=Message(
            "term_half_life_meaning",
            "After how many months half of an effect is left. A new shop window draws fewer looks every week.",
        ),
    ),
    Term.HORIZON: Entry(
        name=Message("term_horizon", "Months that count"),
        meaning=Message(
            "term_horizon_meaning",
            "For how long an effect is counted once everybody has it. What comes after that is left out.",
        ),
    ),
    Term.NET: Entry(
        name=Message("term_net", "Net"),
        meaning=Message(
            "term_net_meaning",
            "What is left of the extra margin once all cost is taken off. Below nothing, more was spent than came in.",
        ),
    ),
}
