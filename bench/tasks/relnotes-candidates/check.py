import itertools

import pytest

from relnotes import Version, parse_version
from relnotes.section import latest_version

ORDER = [
    "0.0.1", "0.9.9", "1.0.0-rc.0", "1.0.0-rc.1", "1.0.0-rc.2", "1.0.0-rc.10", "1.0.0", "1.0.1-rc.1", "1.0.1", "1.2.0",
    "1.10.0-rc.3", "1.10.0", "2.0.0-rc.1", "2.0.0",
]  # fmt: skip


def test_order():
    versions = [parse_version(text) for text in ORDER]
    assert [str(version) for version in sorted(reversed(versions))] == ORDER
    for before, after in itertools.combinations(versions, 2):
        assert before < after and before <= after and after > before and after >= before
        assert not after < before and not before > after and before != after
    for version in versions:
        assert version == parse_version(str(version)) and version <= version and not version < version


@pytest.mark.parametrize("texts", [("2.0.0", "2.0.0-rc.1"), ("2.0.0-rc.2", "2.0.0", "1.0.0"), ("2.0.0-rc.999", "2.0.0")])
def test_the_latest(texts):
    changelog = "# Changes\n\n" + "".join(f"## {text} (2025-01-01)\n\n" for text in texts)
    assert latest_version(changelog) == Version(2, 0, 0)


def test_the_latest_is_a_candidate():
    assert str(latest_version("## 2.0.0-rc.2 (x)\n\n## 2.0.0-rc.1 (x)\n\n## 1.9.0 (x)\n")) == "2.0.0-rc.2"


def test_the_rest():
    assert str(Version(1, 2, 3)) == "1.2.3"
    assert str(Version(1, 2, 3, 4)) == "1.2.3-rc.4"
    assert Version(1, 2, 3).candidate is None
    assert len({Version(1, 2, 3), Version(1, 2, 3), Version(1, 2, 3, 0)}) == 2
    assert Version(1, 2, 3, 1).bump("patch") == Version(1, 2, 4)
