"""Signatures against the vector that the Standard Webhooks project publishes, and against another library."""

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.courier import signatures
from tests.courier.receivers import proven


def test_the_published_example_is_signed_as_published() -> None:
    """`sign function works` in libraries/javascript/src/webhook.test.ts of standard-webhooks/standard-webhooks."""
    made = signatures.headers(
        ["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"],
        message="msg_p5jXN8AQM9LWM0D4loKWxJek",
        at=1614265330,
        body=b'{"test": 2432232314}',
    )
    assert made == {
        "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
        "webhook-timestamp": "1614265330",
        "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
    }


def test_a_secret_is_thirty_two_bytes_that_nobody_had_before() -> None:
    made = {signatures.new_secret() for _ in range(100)}
    assert len(made) == 100
    assert all(one.startswith("whsec_") and len(base64.b64decode(one[6:], validate=True)) == 32 for one in made)


@given(st.binary(max_size=300), st.integers(0, 2**40))
def test_whoever_has_the_secret_can_prove_it_and_nothing_may_be_exchanged(body: bytes, at: int) -> None:
    secret = signatures.new_secret()
    made = signatures.headers([secret], message="msg_1", at=at, body=body)
    assert proven(secret, made, body)
    assert not proven(secret, made, body + b" ")
    assert not proven(secret, {**made, "webhook-timestamp": str(at + 1)}, body)
    assert not proven(secret, {**made, "webhook-id": "msg_2"}, body)
    assert not proven(signatures.new_secret(), made, body)


def test_a_message_may_be_proven_with_two_secrets() -> None:
    old, new = signatures.new_secret(), signatures.new_secret()
    made = signatures.headers([new, old], message="msg_1", at=1, body=b"{}")
    assert proven(old, made, b"{}")
    assert proven(new, made, b"{}")
    assert not proven(signatures.new_secret(), made, b"{}")


def test_a_secret_that_is_none_is_no_key() -> None:
    with pytest.raises(ValueError, match="base64"):
        signatures.signature("whsec_no secret!", message="msg_1", at=1, body=b"")
