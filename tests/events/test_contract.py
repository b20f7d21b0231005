"""Names become codes and keys that do not depend on what came before."""

import hashlib

import pytest

from data.events.contract import REASONS, Reason, code, event_name, experiment_key, slug


def test_a_code_is_the_first_eight_bytes_of_the_sha_256_of_the_name() -> None:
    assert code("abc") == 0xBA7816BF8F01CFEA  # FIPS 180-4, example of SHA-256
    assert code("đỏ") == int(hashlib.sha256("đỏ".encode()).hexdigest()[:16], 16)


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Checkout Banner", "checkout-banner"),
        ("Đợt khuyến mãi", "dot-khuyen-mai"),
        ("déjà_vu", "deja_vu"),
        ("../../etc/passwd", "etc-passwd"),
        ("日本", "experiment"),
        ("x" * 100, "x" * 64),
    ],
)
def test_a_key_is_a_plain_short_name(name: str, key: str) -> None:
    assert slug(name) == key


def test_two_names_of_one_key_are_told_apart() -> None:
    taken = {"checkout-banner": "Checkout Banner"}
    assert experiment_key("Checkout Banner", taken) == "checkout-banner"
    other = experiment_key("checkout banner", taken)
    assert other.startswith("checkout-banner-")
    assert other == experiment_key("checkout banner", taken)


def test_events_of_the_contract_are_known_in_any_spelling() -> None:
    assert [event_name(name) for name in ("Exposure", "Form fill", "form-fill", "Signed Up")] == [
        "exposure",
        "form_fill",
        "form_fill",
        "Signed Up",
    ]


def test_every_reason_has_its_sentence() -> None:
    assert set(REASONS) == set(Reason)
    assert all(str(message).endswith(".") for message in REASONS.values())
