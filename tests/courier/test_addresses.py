"""Where a message may go: public addresses over HTTPS, or this machine when its owner chose it, and nowhere else."""

import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.courier import addresses
from data.messages import Refused

# Blocks of the IANA registries of special-purpose addresses, and what carries IPv4 within IPv6.
NOT_OPEN = [
    "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24",
    "192.0.2.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24",
    "192.88.99.0/24", "3fff::/20", "224.0.0.0/4",
    "240.0.0.0/4", "::/128", "::1/128", "::/96", "::ffff:10.0.0.0/104", "::ffff:127.0.0.0/104", "64:ff9b::/96",
    "64:ff9b:1::/48", "100::/64", "2001::/32", "2001:db8::/32", "2002::/16", "fc00::/7", "fe80::/10", "fec0::/10",
    "ff00::/8",
]  # fmt: skip


@given(st.sampled_from(NOT_OPEN).map(ipaddress.ip_network), st.data())
def test_no_address_of_a_network_that_is_not_open_is_ever_chosen(
    network: ipaddress.IPv4Network | ipaddress.IPv6Network, data: st.DataObject
) -> None:
    one = str(network[data.draw(st.integers(0, network.num_addresses - 1))])
    assert addresses.chosen([one], local=False) is None
    assert addresses.chosen(["93.184.215.14", one], local=False) is None, "one that does not fit spoils all"


def test_open_addresses_are_chosen_and_the_first_is_connected_to() -> None:
    assert addresses.chosen(["93.184.215.14", "2606:4700::1111"], local=False) == "93.184.215.14"
    assert addresses.chosen(["2606:4700::1111"], local=False) == "2606:4700::1111"
    assert addresses.chosen(["::ffff:93.184.215.14"], local=False) == "::ffff:5db8:d70e"
    assert addresses.chosen([], local=False) is None


def test_to_this_machine_means_this_machine_alone() -> None:
    assert addresses.chosen(["127.0.0.1", "::1"], local=True) == "127.0.0.1"
    assert addresses.chosen(["127.0.0.1", "93.184.215.14"], local=True) is None
    assert addresses.chosen(["10.0.0.1"], local=True) is None


@pytest.mark.parametrize(
    ("address", "host", "port", "path"),
    [
        ("https://hooks.example.com", "hooks.example.com", 443, "/"),
        ("https://hooks.example.com:8443/a/B%20c?token=x-1", "hooks.example.com", 8443, "/a/B%20c?token=x-1"),
        ("https://[2606:4700::1111]/x", "2606:4700::1111", 443, "/x"),
        ("https://HOOKS.example.com./x", "hooks.example.com", 443, "/x"),
    ],
)
def test_an_address_is_taken_apart_once(address: str, host: str, port: int, path: str) -> None:
    found = addresses.target(address, local=False)
    assert (found.scheme, found.host, found.port, found.path) == ("https", host, port, path)


@pytest.mark.parametrize(
    "address",
    [
        "", "hooks.example.com", "ftp://hooks.example.com", "file:///etc/passwd", "https://", "https:///x",
        "https://a@b.example/", "https://a:b@c.example/", "https://b.example/#part", "https://b.example:0/",
        "https://b.example:99999/", "https://b.example/a b", "https://b.example\\@10.0.0.1/",
        "https://b.example/\r\nx: y",
        "https://b.example/é", "https://münchen.example/", "https://b.example/<x>", "https://[::1/",
        "javascript:alert(1)",
        "https://b.example/" + "a" * 2000,
    ],
)  # fmt: skip
def test_what_is_no_plain_address_is_refused(address: str) -> None:
    for local in (False, True):
        with pytest.raises(Refused, match="This is no address to send to"):
            addresses.target(address, local=local)


def test_without_https_only_this_machine_is_told_and_only_if_its_owner_chose_it() -> None:
    with pytest.raises(Refused, match="write an https:// address"):
        addresses.target("http://hooks.example.com/", local=False)
    with pytest.raises(Refused, match="write an https:// address"):
        addresses.target("http://127.0.0.1:9000/", local=False)
    for elsewhere in ("https://hooks.example.com/", "http://10.0.0.1/", "http://127.0.0.1.example.com/", "http://0/"):
        with pytest.raises(Refused, match="Only to this machine"):
            addresses.target(elsewhere, local=True)
    for here in ("http://127.0.0.1:9000/", "http://localhost:9000/", "http://[::1]:9000/", "https://127.0.0.1/"):
        assert addresses.target(here, local=True).local


@given(st.text(alphabet=st.characters(codec="ascii"), max_size=60), st.booleans())
def test_whatever_is_typed_is_taken_apart_or_refused(rest: str, local: bool) -> None:
    for scheme in ("https://", "http://127.0.0.1", ""):
        try:
            found = addresses.target(scheme + rest, local=local)
        except Refused:
            continue
        assert found.scheme in ("http", "https")
        assert found.host
        assert "@" not in found.host
        assert found.path.startswith("/")
        assert found.path.isprintable()
