"""Bringing one message to a real receiver that answers well, badly, slowly or not at all."""

import datetime
import ipaddress
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from data.courier import addresses, signatures
from data.courier.addresses import Target
from data.courier.answers import Answer, Trouble
from data.courier.post import post
from tests.courier.receivers import Receiver, answer

BODY = '{"text":"Đã xong"}'.encode()


def sent(receiver: Receiver, *, seconds: float = 20) -> Answer:
    receiver.secret = signatures.new_secret()
    proof = signatures.headers([receiver.secret], message="msg_1", at=1_780_000_000, body=BODY)
    target = addresses.target(receiver.address, local=True)
    return post(target, body=BODY, headers=proof, seconds=seconds)


def test_a_message_arrives_as_it_was_signed(receiver: Receiver) -> None:
    assert sent(receiver) == Answer(status=200)
    [got] = receiver.got
    assert (got.path, got.body, got.proven) == ("/hook", BODY, True)
    assert got.headers["content-type"] == "application/json"
    assert got.headers["host"] == f"127.0.0.1:{receiver.port}"
    assert got.headers["user-agent"] == "Liftroom-Webhook/1"
    assert not {"cookie", "authorization", "proxy-authorization"} & set(got.headers)


@pytest.mark.parametrize(("status", "trouble"), [(204, None), (400, Trouble.REFUSED), (500, Trouble.REFUSED)])
def test_any_2xx_is_taken_and_nothing_else(receiver: Receiver, status: int, trouble: Trouble | None) -> None:
    receiver.reply = lambda handler: answer(handler, status)
    assert sent(receiver) == Answer(status=status, trouble=trouble)


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_another_address_is_never_followed(receiver: Receiver, status: int) -> None:
    receiver.reply = lambda handler: answer(handler, status, location="/elsewhere")
    assert sent(receiver) == Answer(status=status, trouble=Trouble.REDIRECTED)
    assert [got.path for got in receiver.got] == ["/hook"]


@pytest.mark.parametrize(("said", "heard"), [("120", 120), ("99999999", 86_400), ("soon", None), ("-1", None)])
def test_a_receiver_may_ask_for_time(receiver: Receiver, said: str, heard: int | None) -> None:
    receiver.reply = lambda handler: answer(handler, 503, retry_after=said)
    assert sent(receiver) == Answer(status=503, trouble=Trouble.REFUSED, retry_after=heard)


def test_whoever_never_answers_ends_in_time(receiver: Receiver) -> None:
    receiver.reply = lambda _handler: receiver.hold()
    assert sent(receiver, seconds=0.3) == Answer(trouble=Trouble.SLOW)


def test_whoever_answers_letter_by_letter_ends_in_time_too(receiver: Receiver) -> None:
    def dribble(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\n")
        while not receiver.release.wait(0.05):
            handler.wfile.write(b"x: y\r\n")
            handler.wfile.flush()

    receiver.reply = dribble
    assert sent(receiver, seconds=0.5) == Answer(trouble=Trouble.SLOW)


def test_a_body_without_end_is_not_waited_for(receiver: Receiver) -> None:
    def endless(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("content-length", "1000000000")
        handler.end_headers()
        while not receiver.release.wait(0.01):
            handler.wfile.write(b"x" * 65_536)

    receiver.reply = endless
    assert sent(receiver) == Answer(status=200)


def test_nobody_there_is_said(receiver: Receiver) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # bound, and nobody listens
        target = addresses.target(f"http://127.0.0.1:{taken.getsockname()[1]}/", local=True)
        assert post(target, body=BODY, headers={}) == Answer(trouble=Trouble.UNREACHABLE)


def test_whoever_speaks_no_http_is_said(receiver: Receiver) -> None:
    def greet(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(b"220 smtp.example ESMTP\r\n\r\n")

    receiver.reply = greet
    assert sent(receiver).trouble is Trouble.UNREACHABLE


@pytest.mark.parametrize("host", ["localhost", "127.1", "2130706433", "0x7f.0.0.1", "0"])
def test_a_name_that_leads_to_this_machine_is_not_sent_to(receiver: Receiver, host: str) -> None:
    """The name was believed when it was saved; what counts is where it leads now."""
    target = Target(scheme="https", host=host, port=receiver.port, path="/hook", local=False)
    found = post(target, body=BODY, headers={})
    assert found.trouble in (Trouble.NOT_PUBLIC, Trouble.NO_SUCH_HOST)
    assert receiver.got == []


def test_a_proxy_of_the_environment_is_not_asked(receiver: Receiver, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    assert sent(receiver) == Answer(status=200)


@contextmanager
def secured(folder: Path, *names: str) -> Iterator[tuple[int, Path, list[str | None]]]:
    """Answer over TLS as a host of these names; give port, the authority to believe, and the names that were asked."""
    key = ec.generate_private_key(ec.SECP256R1())
    now = datetime.datetime.now(datetime.UTC)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "receiver")])
    kinds = [x509.IPAddress(ipaddress.ip_address(one)) if one[0].isdigit() else x509.DNSName(one) for one in names]
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName(kinds), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    certificate, private = folder / "certificate.pem", folder / "key.pem"
    certificate.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    private.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, private)
    asked: list[str | None] = []
    context.sni_callback = lambda _socket, server, _context: asked.append(server)
    listening = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        with suppress(OSError):
            while True:
                connection, _ = listening.accept()
                with suppress(OSError), connection, context.wrap_socket(connection, server_side=True) as spoken:
                    heard = b""  # to the end: whoever closes with words unheard cuts their own answer off
                    while not heard.endswith(BODY) and (more := spoken.recv(65_536)):
                        heard += more
                    spoken.sendall(b"HTTP/1.1 204 No Content\r\n\r\n")

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield listening.getsockname()[1], certificate, asked
    finally:
        listening.shutdown(socket.SHUT_RDWR)
        listening.close()
        thread.join()


def test_over_tls_the_certificate_must_be_that_of_the_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with secured(tmp_path, "localhost") as (port, authority, asked):
        target = addresses.target(f"https://localhost:{port}/", local=True)
        assert post(target, body=BODY, headers={}) == Answer(trouble=Trouble.CERTIFICATE)  # nobody vouches for it
        monkeypatch.setenv("SSL_CERT_FILE", str(authority))
        assert post(target, body=BODY, headers={}) == Answer(status=204)
        assert asked == ["localhost", "localhost"], "the name is asked for, the checked address is connected to"
        other = addresses.target(f"https://127.0.0.1:{port}/", local=True)
        assert post(other, body=BODY, headers={}) == Answer(trouble=Trouble.CERTIFICATE)
