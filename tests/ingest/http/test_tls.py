"""A secure connection is made with a certificate that we can check, for the very name that is asked, or not at all."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import aiohttp.connector
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from ingest.http import Answer, Ask, Rules, fetch_one, own_memory
from tests.ingest.server import reply

NAME = "ministry.example.org"
DAY = timedelta(days=1)


class Authority:
    """A certificate authority for one test."""

    def __init__(self) -> None:
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Test authority")])
        self.certificate = self._build(self._name, self._key, days=(-10, 10), is_ca=True)

    def certificate_for(self, folder: Path, name: str = NAME, days: tuple[int, int] = (-1, 1)) -> ssl.SSLContext:
        """A server's context with a certificate of this authority; `days` are before and after now."""
        key = ec.generate_private_key(ec.SECP256R1())
        subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
        certificate = self._build(subject, key, days=days, alternative=name)
        file = folder / "server.pem"
        file.write_bytes(
            key.private_bytes(
                serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
            )
            + certificate.public_bytes(serialization.Encoding.PEM)
        )
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(file)
        return context

    def _build(self, subject, key, *, days, is_ca: bool = False, alternative: str = "") -> x509.Certificate:
        now = datetime.now(UTC)
        builder = (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(self._name)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now + days[0] * DAY)
            .not_valid_after(now + days[1] * DAY)
            .add_extension(x509.BasicConstraints(ca=is_ca, path_length=None), critical=True)
        )
        if alternative:
            is_address = alternative[0].isdigit()
            name = x509.IPAddress(ip_address(alternative)) if is_address else x509.DNSName(alternative)
            builder = builder.add_extension(x509.SubjectAlternativeName([name]), critical=False)
        return builder.sign(self._key, hashes.SHA256())


@contextmanager
def speaking(context: ssl.SSLContext | None) -> Iterator[int]:
    """A server that gives one feed over TLS, or, without a context, plain bytes; gives its port."""
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def talk() -> None:
            while True:
                try:
                    raw, _ = listener.accept()
                except OSError:
                    return
                try:
                    with context.wrap_socket(raw, server_side=True) if context else raw as connection:
                        connection.recv(65_536)
                        connection.sendall(reply(b"<rss/>"))
                except OSError:
                    continue

        thread = threading.Thread(target=talk, daemon=True)
        thread.start()
        yield listener.getsockname()[1]
        listener.shutdown(socket.SHUT_RDWR)
        thread.join()


@pytest.fixture
def authority(monkeypatch) -> Authority:
    """An authority that the gate trusts for this test, as it does the system's."""
    made = Authority()
    trusted = ssl.create_default_context(cadata=made.certificate.public_bytes(serialization.Encoding.PEM).decode())
    monkeypatch.setattr(aiohttp.connector, "_SSL_CONTEXT_VERIFIED", trusted)
    return made


def ask_over_tls(monkeypatch, port: int, host: str = NAME) -> Answer:
    """Ask as if the loopback server were a public one on port 443; all that concerns TLS is as ever."""
    found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: found)
    monkeypatch.setattr("ingest.http.gate.check_url", lambda url, allow: None)
    monkeypatch.setattr("ingest.http.gate.is_allowed", lambda url, allow: True)
    monkeypatch.setattr("ingest.http.connecting.check_ip", lambda host, address: None)
    monkeypatch.setattr("ingest.http.connecting.is_public", lambda address: True)
    monkeypatch.setattr("ingest.http.connecting.PORTS", {port})
    return fetch_one(Ask(f"https://{host}:{port}/feed"), memory=own_memory(), rules=Rules("B/0"))


def test_a_good_certificate_is_taken(authority, monkeypatch, tmp_path):
    with speaking(authority.certificate_for(tmp_path)) as port:
        answer = ask_over_tls(monkeypatch, port)
    assert (answer.error, answer.body) == ("", b"<rss/>")


@pytest.mark.parametrize(
    ("name", "days"),
    [("other.example.org", (-1, 1)), ("*.example.com", (-1, 1)), (NAME, (-9, -1)), (NAME, (1, 9))],
    ids=["for another name", "for others' names", "expired", "not valid yet"],
)
def test_a_certificate_that_does_not_hold_ends_the_request(authority, monkeypatch, tmp_path, name, days):
    with speaking(authority.certificate_for(tmp_path, name, days)) as port:
        answer = ask_over_tls(monkeypatch, port)
    assert answer.error == f"The certificate of {NAME} is not valid, so nothing was read."
    assert answer.body == b""


def test_a_certificate_of_an_unknown_authority_ends_the_request(monkeypatch, tmp_path):
    with speaking(Authority().certificate_for(tmp_path)) as port:
        assert "certificate of ministry.example.org is not valid" in ask_over_tls(monkeypatch, port).error


def test_a_certificate_for_a_name_does_not_hold_for_an_ip_address(authority, monkeypatch, tmp_path):
    with speaking(authority.certificate_for(tmp_path)) as port:
        assert "certificate of 127.0.0.1 is not valid" in ask_over_tls(monkeypatch, port, "127.0.0.1").error


def test_a_certificate_for_the_ip_address_itself_holds(authority, monkeypatch, tmp_path):
    with speaking(authority.certificate_for(tmp_path, "127.0.0.1")) as port:
        assert ask_over_tls(monkeypatch, port, "127.0.0.1").error == ""


def test_plain_bytes_where_tls_was_promised_are_not_read(authority, monkeypatch):
    with speaking(None) as port:
        answer = ask_over_tls(monkeypatch, port)
    assert "No secure connection" in answer.error or "broke" in answer.error
    assert answer.body == b""
