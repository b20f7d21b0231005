"""Health of the people in the test: seen in two variants, in variants nobody declared, in none, or too early."""

from collections.abc import Mapping, Sequence

from analytics.decisions import proofs
from analytics.decisions.results import Check, Finding, Light
from data.declarations.policies import Policy
from data.messages import Message


def two_variants(*, users: int, crossed: int, changes_verdict: bool, policy: Policy) -> Finding:
    """Judge how many users were seen in a second variant.

    Parameters
    ----------
    users, crossed : int
        Users in the test, and those of them seen in two variants.
    changes_verdict : bool
        Whether setting them aside would give another verdict.
    policy : Policy
        Shares that warn and block.
    """
    share = crossed / users if users else 0.0
    figures = {"crossed": crossed, "share": share}
    if crossed and changes_verdict:
        detail = Message(
            "two_variants_change_verdict",
            "{crossed:,} users ({share:.2%}) were seen in two variants, and without them the verdict would differ.",
            figures,
        )
        light = Light.BLOCK
    elif crossed:
        detail = Message(
            "two_variants",
            "{crossed:,} users ({share:.2%}) were seen in two variants; each counts for the first one.",
            figures,
        )
        blocks, warns = share >= policy.two_variants_block, share >= policy.two_variants_warn
        light = Light.BLOCK if blocks else Light.WARN if warns else Light.OK
    else:
        detail = Message("two_variants_none", "No user was seen in two variants.")
        light = Light.OK
    action = Message(
        "two_variants_action", "Check that a person keeps one variant on every device and after signing in."
    )
    return Finding(
        check=Check.TWO_VARIANTS,
        light=light,
        p_value=None,
        detail=detail,
        action=None if light is Light.OK else action,
        proof=proofs.facts(
            (Message("proof_in_test", "Users in the test"), proofs.count(users)),
            (Message("proof_crossed", "Seen in two variants"), proofs.count(crossed)),
            (Message("proof_crossed_share", "Share of the users"), proofs.percent(share)),
        ),
    )


def unexpected_variants(found: Mapping[str, int], *, users: int, policy: Policy) -> Finding:
    """Judge variants that appear in the data but are not declared (variant → users); `users` counts everybody.

    A few stray users warn; as many as would warn in two variants block: the declared split is then not the real one.
    """
    check = Check.UNEXPECTED_VARIANT
    if not found:
        detail = Message("unexpected_variant_none", "Every variant in the data is declared.")
        return Finding(check=check, light=Light.OK, p_value=None, detail=detail, action=None)
    return Finding(
        check=check,
        light=Light.BLOCK if sum(found.values()) >= policy.two_variants_warn * users else Light.WARN,
        p_value=None,
        detail=Message(
            "unexpected_variant",
            "{users:,} users are in variants nobody declared: {variants}.",
            {"users": sum(found.values()), "variants": ", ".join(sorted(found))},
        ),
        action=Message(
            "unexpected_variant_action", "Declare these variants in the experiment, or remove the batch that has them."
        ),
        proof=proofs.counts(found, label=proofs.VARIANT),
    )


def missing_variants(variants: Sequence[str]) -> Finding:
    """Judge declared variants that have no user."""
    check = Check.MISSING_VARIANT
    if not variants:
        detail = Message("missing_variant_none", "Every declared variant has users.")
        return Finding(check=check, light=Light.OK, p_value=None, detail=detail, action=None)
    return Finding(
        check=check,
        light=Light.BLOCK,
        p_value=None,
        detail=Message(
            "missing_variant", "Declared, but without any user: {variants}.", {"variants": ", ".join(variants)}
        ),
        action=Message(
            "missing_variant_action", "Check that this variant is delivered and that its exposures are imported."
        ),
    )


def before_exposure(*, before: int, never: int, users: int, policy: Policy) -> Finding:
    """Judge events that came before their user's first exposure; they never count.

    Many of them (against the number of users) say that exposures are logged late. Events of people who were never in
    the test are usual in a shop's log and are only told.
    """
    warns = before > 0 and before >= policy.two_variants_warn * users
    if before + never == 0:
        detail = Message("before_exposure_none", "No event came before its user's first exposure.")
    else:
        detail = Message(
            "before_exposure",
            "Not counted: {before:,} events before their user's first exposure, "
            "{never:,} events of people who were never in the test.",
            {"before": before, "never": never},
        )
    action = Message("before_exposure_action", "Check that exposure is logged when the variant is shown, not later.")
    return Finding(
        check=Check.BEFORE_EXPOSURE,
        light=Light.WARN if warns else Light.OK,
        p_value=None,
        detail=detail,
        action=action if warns else None,
        proof=proofs.facts(
            (Message("proof_before", "Events before their user’s first exposure"), proofs.count(before)),
            (Message("proof_never", "Events of people who were never in the test"), proofs.count(never)),
        ),
    )
