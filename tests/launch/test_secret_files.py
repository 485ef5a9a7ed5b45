"""Secrets are made once and nobody else reads them."""

from servicestelle.launch.secret_files import demo_password, secret_key


def test_secret_is_made_once_and_private(tmp_path, monkeypatch):
    monkeypatch.delenv("SECRET_KEY", raising=False)
    folder = tmp_path / "geheim"
    key = secret_key(folder)
    assert len(key) >= 50
    assert secret_key(folder) == key
    assert (folder / "secret_key").stat().st_mode & 0o777 == 0o600
    assert folder.stat().st_mode & 0o777 == 0o700


def test_what_the_operator_sets_wins_and_is_not_written(tmp_path, monkeypatch):
    monkeypatch.setenv("DEMO_PASSWORD", "selbst-gewählt")
    assert demo_password(tmp_path) == "selbst-gewählt"
    assert list(tmp_path.iterdir()) == []


def test_made_password_is_long_and_easy_to_type(tmp_path, monkeypatch):
    monkeypatch.delenv("DEMO_PASSWORD", raising=False)
    password = demo_password(tmp_path)
    assert len(password) == 17
    assert not set(password) & set("l1o0I")
