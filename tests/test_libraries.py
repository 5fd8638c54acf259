"""What is said where the libraries of WeasyPrint are missing."""

import subprocess
import sys
from pathlib import Path

import pytest

from antragstool.errors import MachineError
from antragstool.render import libraries
from antragstool.render.libraries import install_command, missing_libraries, require_libraries

DEBIAN = 'PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\nID=debian\n'
UBUNTU = 'NAME="Ubuntu"\nID=ubuntu\nID_LIKE=debian\n'
MINT = 'ID=linuxmint\nID_LIKE="ubuntu debian"\n'
ROCKY = 'NAME="Rocky Linux"\nID="rocky"\nID_LIKE="rhel centos fedora"\n'
APT = (
    "apt-get update && apt-get install -y --no-install-recommends"
    " libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
)


@pytest.mark.parametrize(
    ("os_release", "platform", "command"),
    [
        (DEBIAN, "linux", APT),
        (UBUNTU, "linux", APT),
        (MINT, "linux", APT),
        ("ID=fedora\n", "linux", "dnf install -y pango"),
        (ROCKY, "linux", "dnf install -y pango"),
        ("ID=arch\n", "linux", "pacman -S --needed pango"),
        ("ID=manjaro\nID_LIKE=arch\n", "linux", "pacman -S --needed pango"),
        (
            'ID="opensuse-leap"\nID_LIKE="suse opensuse"\n',
            "linux",
            "zypper install -y libpango-1_0-0 libharfbuzz-subset0",
        ),
        ("ID=alpine\n", "linux", "apk add pango so:libharfbuzz-subset.so.0"),
        ("", "darwin", "brew install pango"),
        ("", "win32", "pacman -S mingw-w64-ucrt-x86_64-pango"),
        ("ID=plan9\n", "linux", ""),
        ("no fields at all", "linux", ""),
    ],
)
def test_the_command_is_the_one_of_the_system(os_release: str, platform: str, command: str) -> None:
    assert install_command(os_release, root=True, platform=platform) == command


def test_without_rights_every_part_of_the_command_has_sudo() -> None:
    command = install_command(DEBIAN, root=False, platform="linux")
    assert [part.split()[:2] for part in command.split(" && ")] == [["sudo", "apt-get"]] * 2
    assert install_command("", root=False, platform="darwin") == "brew install pango"


def test_nothing_is_missing_where_the_tests_run() -> None:
    assert missing_libraries() == ()
    require_libraries()


def test_a_library_of_which_no_file_loads_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(libraries, "_loads", lambda file: "pango" not in file)
    assert missing_libraries() == ("pango", "pangoft2")


def test_the_error_names_the_libraries_and_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(libraries, "_loads", lambda file: "harfbuzz-subset" not in file)
    monkeypatch.setattr(libraries, "_read_os_release", lambda: DEBIAN)
    monkeypatch.setattr(sys, "platform", "linux")
    with pytest.raises(MachineError) as caught:
        require_libraries()
    (problem,) = caught.value.problems
    assert problem.message.endswith("harfbuzz-subset.")
    assert "libharfbuzz-subset0" in problem.hint


def test_an_unknown_system_is_told_what_to_look_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(libraries, "_loads", lambda _file: False)
    monkeypatch.setattr(libraries, "_read_os_release", lambda: "ID=plan9\n")
    monkeypatch.setattr(sys, "platform", "linux")
    with pytest.raises(MachineError) as caught:
        require_libraries()
    assert "Pango 1.44" in caught.value.problems[0].hint


def test_the_probe_needs_nothing_that_is_not_in_python() -> None:
    """The set-up asks before any package is installed: no site-packages, no WeasyPrint."""
    source = Path(libraries.__file__).parents[2]
    code = (
        f"import sys; sys.path.insert(0, {str(source)!r})\n"
        "from antragstool.render.libraries import missing_libraries\n"
        "print(missing_libraries(), 'weasyprint' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-c", code], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "() False"
