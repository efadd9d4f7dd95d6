"""`broker.sh libs` with a Maven that counts its runs instead of downloading."""

import os
import subprocess
from pathlib import Path

import pytest

DEPLOY = Path(__file__).parents[3] / "deploy" / "kafka"

FAKE_MAVEN = """#!/bin/sh
echo run >>"$COUNT"
for argument; do
  case $argument in -DoutputDirectory=*) out=${argument#*=} ;; esac
done
mkdir -p "$out"
[ -e "$FAIL" ] && { echo "half a jar" >"$out/a.jar"; exit 1; }
sleep 0.3
echo "a whole jar" >"$out/b.jar"
"""


class Cache:
    """A cache of jars in a temporary directory, with the fake Maven first on the PATH."""

    def __init__(self, root: Path) -> None:
        self.libs = root / "cache" / "kafka"
        self.fail = root / "fail"
        self._count = root / "count"
        maven = root / "bin" / "mvn"
        maven.parent.mkdir()
        maven.write_text(FAKE_MAVEN)
        maven.chmod(0o755)
        self._environment = os.environ | {
            "PATH": f"{maven.parent}:{os.environ['PATH']}",
            "MEEDOEN_KAFKA_LIBS": str(self.libs),
            "COUNT": str(self._count),
            "FAIL": str(self.fail),
        }

    def fetch(self) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [DEPLOY / "broker.sh", "libs"],
            env=self._environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def downloads(self) -> int:
        return len(self._count.read_text().splitlines())

    def jars(self) -> list[str]:
        return sorted(path.name for path in self.libs.glob("*.jar"))


@pytest.fixture
def cache(tmp_path: Path) -> Cache:
    return Cache(tmp_path)


def test_two_callers_at_once_download_once(cache: Cache) -> None:
    callers = [cache.fetch(), cache.fetch()]
    answers = [caller.communicate() for caller in callers]

    assert [caller.returncode for caller in callers] == [0, 0]
    assert [out.strip() for out, _ in answers] == [str(cache.libs)] * 2
    assert cache.jars() == ["b.jar"]
    assert cache.downloads() == 1


def test_half_a_download_is_never_taken_for_a_whole_one(cache: Cache) -> None:
    cache.fail.touch()
    broken = cache.fetch()
    _, message = broken.communicate()
    assert broken.returncode == 69
    assert "broker.sh libs" in message
    assert not cache.libs.exists()

    cache.fail.unlink()
    assert _succeeds(cache)
    assert cache.jars() == ["b.jar"]


def test_jars_of_another_version_are_replaced(cache: Cache) -> None:
    assert _succeeds(cache)
    (cache.libs / "b.jar").rename(cache.libs / "old.jar")
    assert _succeeds(cache)
    assert cache.jars() == ["old.jar"]

    (cache.libs / "pom.xml").write_text("<project/>")
    assert _succeeds(cache)
    assert cache.jars() == ["b.jar"]


def _succeeds(cache: Cache) -> bool:
    caller = cache.fetch()
    caller.communicate()
    return caller.returncode == 0
