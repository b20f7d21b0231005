"""Health of delivery: did users get the message of the variant they were assigned to, and not another's?"""

from collections.abc import Sequence

from analytics.decisions import proofs
from analytics.decisions.looks import Looks
from analytics.decisions.material import Material
from analytics.decisions.results import Check, Finding, Light, MisdeliveryShare, Segment
from analytics.statistics.shares import differ, exact_interval
from data.declarations.policies import Policy
from data.events.deliveries import Deliveries
from data.messages import Message


def shares(material: Material, planned: Looks) -> tuple[MisdeliveryShare, ...]:
    """Return the share of misdelivered users as of the look that is read: by variant, then by segment and variant.

    A segment in which some variant has fewer users with a delivery than may be shown is left out.
    """
    found: list[MisdeliveryShare] = []
    for part in material.deliveries:
        found += _of(part, material, planned)
    return tuple(found)


def _of(part: Deliveries, material: Material, planned: Looks) -> list[MisdeliveryShare]:
    position = min(planned.positions[-1], part.users.shape[0] - 1)
    declared = [part.axes.variants.index(variant) for variant in material.experiment.variants]
    users, mistaken = (array[position][:, declared] for array in (part.users, part.mistaken))
    found = []
    for number, value in enumerate(part.axes.segments):
        attribute = part.axes.attribute
        if attribute is not None and users[number].min() < material.policy.small_segment:
            continue
        for place, variant in enumerate(material.experiment.variants):
            count, wrong = int(users[number, place]), int(mistaken[number, place])
            found.append(
                MisdeliveryShare(
                    segment=None if attribute is None else Segment(attribute=attribute, value=value),
                    variant=variant,
                    users=count,
                    mistaken=wrong,
                    interval=exact_interval(wrong, count, level=material.policy.level),
                )
            )
    return found


def misdelivery(found: Sequence[MisdeliveryShare], *, policy: Policy) -> Finding:
    """Judge how many users were sent another variant's message.

    It blurs the effect like users seen in two variants, so their shares warn and block here too: of the worst variant,
    whose exact interval must not reach below what warns before it blocks. Another share in one variant than in the
    others warns as well.

    Parameters
    ----------
    found : everybody's shares, one for each variant.
    policy : shares that warn and block, and the error of the test between variants.
    """
    users, mistaken = sum(each.users for each in found), sum(each.mistaken for each in found)
    p_value = differ([each.mistaken for each in found], [each.users for each in found])
    worst = max(found, key=lambda each: each.mistaken / max(each.users, 1))
    share = worst.mistaken / max(worst.users, 1)
    uneven = p_value is not None and p_value < policy.split_error
    light = Light.OK
    if mistaken and (share >= policy.two_variants_warn or uneven):
        light = Light.WARN
    if share >= policy.two_variants_block and worst.interval.low >= policy.two_variants_warn:
        light = Light.BLOCK
    detail = Message("misdelivery_none", "Nobody was sent another variant’s message.")
    if mistaken:
        detail = Message(
            "misdelivery",
            "{mistaken:,} of {users:,} users with a delivery were sent another variant’s message; "
            "most in “{variant}”: {share:.1%} (between {low:.1%} and {high:.1%}).",
            {
                "mistaken": mistaken, "users": users, "variant": worst.variant, "share": share,
                "low": worst.interval.low, "high": worst.interval.high,
            },
        )  # fmt: skip
    action = Message(
        "misdelivery_action",
        "Compare the sending tool’s audience with the assignment, and stop the wrong message before reading on.",
    )
    return Finding(
        check=Check.MISDELIVERY,
        light=light,
        p_value=p_value,
        detail=detail,
        action=None if light is Light.OK else action,
        proof=proofs.misdelivery(found),
    )
