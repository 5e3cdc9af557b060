"""Ports, locks, secrets and directories: plain sentences when something is in the way."""

from __future__ import annotations

import base64
import os
import socket

import pytest

from local import paths, ports, reset, runfile, secrets
from local.types import LocalError


@pytest.fixture
def taken():
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        yield other.getsockname()[1]


def test_a_taken_port_is_named_with_the_way_out(taken):
    with pytest.raises(LocalError) as caught:
        ports.require_free(taken)
    sentence, _, other = str(caught.value).rpartition("PORT=")
    assert sentence == f"Port {taken} is used by another program; choose another: make demo "
    assert ports.is_free(int(other))


def test_a_free_port_is_fine():
    ports.require_free(ports.free_port())


@pytest.mark.parametrize("wrong", [0, 65536])
def test_what_is_no_port_is_said(wrong):
    with pytest.raises(LocalError, match=f"PORT={wrong} is not a port number"):
        ports.require_free(wrong)


def test_a_port_is_remembered_while_it_is_free(tmp_path):
    said: list[str] = []
    first = ports.remembered_port(tmp_path, "gateway", said.append)
    assert ports.remembered_port(tmp_path, "gateway", said.append) == first
    assert said == []
    with socket.socket() as other:
        other.bind(("127.0.0.1", first))
        other.listen()
        moved = ports.remembered_port(tmp_path, "gateway", said.append)
    assert (
        said[0]
        == f"Port {first} of the simulator `gateway` is used by another program now; it moves to {moved}."
    )
    assert ports.remembered_port(tmp_path, "gateway", said.append) == moved


def test_two_supervisors_on_one_state_refuse_plainly(tmp_path):
    with runfile.only_one(tmp_path):
        assert runfile.is_running(tmp_path)
        with (
            pytest.raises(
                LocalError, match=rf"running already \(process {os.getpid()}\); stop that one first"
            ),
            runfile.only_one(tmp_path),
        ):
            raise AssertionError("both got in")
    assert not runfile.is_running(tmp_path)


def test_the_environment_is_told_only_while_it_runs(tmp_path):
    with runfile.only_one(tmp_path):
        runfile.publish(tmp_path, {"REDIS_URL": "redis://here"})
        assert runfile.published(tmp_path) == {"REDIS_URL": "redis://here"}
        assert (tmp_path / "run" / "environment.json").stat().st_mode & 0o777 == 0o600
    assert runfile.published(tmp_path) is None


def test_secrets_are_made_once_and_private(tmp_path, monkeypatch):
    monkeypatch.delenv("SECRETS_KEK", raising=False)
    made = secrets.load(tmp_path)
    assert secrets.load(tmp_path) == made
    assert (tmp_path / "secrets.json").stat().st_mode & 0o777 == 0o600
    assert len(base64.b64decode(secrets.environment(tmp_path)["SECRETS_KEK"])) == 32
    assert secrets.load(tmp_path / "..")["SECRETS_KEK"] != made["SECRETS_KEK"]


def test_secrets_of_the_environment_win(tmp_path, monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "given")
    assert secrets.environment(tmp_path)["SECRET_KEY"] == "given"


def test_an_older_secrets_file_gets_what_it_lacks_and_loses_nothing(tmp_path):
    (tmp_path / "secrets.json").write_text('{"SECRETS_KEK": "old"}')
    assert secrets.load(tmp_path)["SECRETS_KEK"] == "old"
    assert secrets.load(tmp_path)["SECRET_KEY"] == secrets.load(tmp_path)["SECRET_KEY"]


def test_somebody_elses_directory_is_refused(tmp_path):
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "real")
    with pytest.raises(LocalError, match="is not a directory of yours"):
        paths.private_directory(tmp_path / "link")


def test_reset_empties_only_what_is_ours(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("STATE_DIR", str(tmp_path))
    (tmp_path / "foreign").write_text("keep")
    reset.reset()
    assert (tmp_path / "foreign").read_text() == "keep"
    secrets.load(tmp_path)
    with runfile.only_one(tmp_path), pytest.raises(LocalError, match="running already"):
        reset.reset()
    assert (tmp_path / "secrets.json").exists()
    reset.reset()
    assert list(tmp_path.iterdir()) == []
