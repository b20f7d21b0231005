"""Names of the methods that can be asked for instead of the house's own."""

from enum import StrEnum


class Method(StrEnum):
    """How a comparison is made. Without a method each kind of metric uses the house's own."""

    # rates
    MEE = "mee"  # house method: pooled z, Mee's interval, Koopman's ratio
    SCORE = "score"  # Miettinen and Nurminen: the same with N / (N - 1) on every variance
    POOLED = "pooled"  # pooled z, one standard error for test and interval, ratio on the log scale
    UNPOOLED = "unpooled"  # z with each arm's own variance; Wald's interval, Katz's ratio
    WALD = "wald"  # as unpooled
    NEWCOMBE = "newcombe"  # pooled z, Newcombe's hybrid of Wilson's intervals, Katz's ratio
    AGRESTI_CAFFO = "agresti_caffo"  # pooled z, Agresti and Caffo's interval, Katz's ratio
    KATZ = "katz"  # pooled z, Wald's interval, Katz's ratio
    KOOPMAN = "koopman"  # as mee
    CORRECTED = "corrected"  # pooled z with Yates's continuity correction in test and intervals
    # rates, means and ratios
    DELTA_NORMAL = "delta_normal"  # normal tails, each arm's own variance; test and interval of the relative lift
    WELCH = "welch"  # Welch's t without the guard of unequal allocation; Fieller's ratio
    STUDENT = "student"  # pooled variance; Fieller's ratio
    LOG_DELTA = "log_delta"  # Welch's t; relative interval on the log scale
    LOG_DELTA_POOLED = "log_delta_pooled"  # Student's t; relative interval on the log scale
    DELTA = "delta"  # Welch's t on the difference's interval; p and relative interval of the relative lift itself
