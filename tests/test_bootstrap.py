"""The set-up: the shell scripts in bin/, the lock files, the build hook.

Nothing here needs a network. A machine that lacks something is a PATH with few programs
in it; what only a real machine can show is proved by bin/fresh-machine.
"""

import gettext
import importlib.util
import os
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path
from types import ModuleType

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parent.parent
SCRIPTS = [
    *(ROOT / "bin" / name for name in ("antragstool", "test", "lock", "fresh-machine")),
    *sorted((ROOT / "bin/lib").glob("*.sh")),
]
FAMILIES = ("debian", "fedora", "arch", "suse", "alpine", "macos")
DEBIAN_LINE = (
    "sudo apt-get update && sudo apt-get install -y --no-install-recommends python3 python3-venv"
    " libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 git"
)
BUILT_FROM = ("requirements.lock", "requirements-dev.lock", "pyproject.toml", "hatch_build.py")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Return a copy of all that the set-up reads, in a folder with a blank in its name."""
    copy = tmp_path / "my project"
    shutil.copytree(ROOT / "bin", copy / "bin")
    shutil.copytree(
        ROOT / "src", copy / "src", ignore=shutil.ignore_patterns("__pycache__", "*.mo")
    )
    for name in BUILT_FROM:
        shutil.copy(ROOT / name, copy / name)
    return copy


def in_shell(project: Path, script: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run *script* in sh with the set-up's functions loaded."""
    head = f'set -u; root="{project}"; . "$root/bin/lib/state.sh"; . "$root/bin/lib/setup.sh"\n'
    return subprocess.run(
        ["sh", "-c", head + script],
        capture_output=True,
        text=True,
        env={**os.environ, "LANGUAGE": "en", **environment},
        check=False,
    )


def poor_path(tmp_path: Path, **programs: str) -> str:
    """Return a PATH with the plain programs of any system and *programs*, scripts by name."""
    folder = tmp_path / "poor path"
    folder.mkdir()
    for name in (
        "cat",
        "cksum",
        "env",
        "grep",
        "mkdir",
        "mv",
        "readlink",
        "sed",
        "sh",
        "tail",
        "tr",
    ):
        (folder / name).symlink_to(str(shutil.which(name)))
    for name, script in {"id": "echo 1000", "uname": "echo Linux", **programs}.items():
        (folder / name).write_text(f"#!/bin/sh\n{script}\n")
        (folder / name).chmod(0o755)
    return str(folder)


def call(project: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [project / "bin/antragstool", *arguments],
        capture_output=True,
        text=True,
        env={**os.environ, "LANGUAGE": "en", **environment},
        check=False,
    )


def pretend_set_up(project: Path) -> None:
    """Make a .venv that passes for complete; its tool prints what it was called with."""
    tools = project / ".venv/bin"
    tools.mkdir(parents=True)
    # Not a link: Python would look for its packages beside it.
    (tools / "python").write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n')
    (tools / "python").chmod(0o755)
    (tools / "antragstool").write_text("import os, sys\nprint(sys.argv[1:], sorted(os.environ))\n")
    (project / ".venv/antragstool-made-this").touch()
    done = in_shell(project, 'setup_state | write_state "$state_file"')
    assert done.returncode == 0, done.stderr


# ---- the scripts --------------------------------------------------------------------------


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.name)
def test_the_scripts_are_posix_shell(script: Path) -> None:
    subprocess.run(["sh", "-n", script], check=True)
    assert os.access(script, os.X_OK) == (script.suffix == "")


def test_continuous_integration_runs_the_tests_and_nothing_else() -> None:
    lines = (ROOT / ".ci/run").read_text().splitlines()
    commands = [line for line in lines if line and not line.startswith("#")]
    assert commands == ['cd -- "$(dirname -- "$0")/.." && exec bin/test']


# ---- what a machine lacks -----------------------------------------------------------------


@pytest.mark.parametrize("browser", ["chromium", "chromium-browser", "google-chrome"])
def test_the_tests_ask_for_a_browser_where_there_is_none(
    project: Path, tmp_path: Path, browser: str
) -> None:
    driver = "has_libatomic() { true; }\n"
    script = f"{driver}is_ubuntu() {{ false; }}\npackages_for_tests"
    poor = poor_path(tmp_path)
    assert in_shell(project, script, PATH=poor).stdout.split() == ["poppler-utils", "chromium"]
    assert in_shell(
        project, f"{driver}is_ubuntu() {{ true; }}\npackages_for_tests", PATH=poor
    ).stdout == ("poppler-utils\n")
    program = Path(poor) / browser
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    assert in_shell(project, script, PATH=poor).stdout == "poppler-utils\n"


def test_the_tests_ask_for_what_drives_the_browser_where_it_is_missing(project: Path) -> None:
    script = "has_browser() { true; }\nhas_libatomic() { false; }\npackages_for_tests"
    assert in_shell(project, script).stdout.split() == ["poppler-utils", "libatomic1"]


@pytest.mark.parametrize(
    ("os_release", "uname", "family"),
    [
        ("ID=debian\n", "Linux", "debian"),
        ('ID="linuxmint"\nID_LIKE="ubuntu debian"\n', "Linux", "debian"),
        ("VERSION_ID=40\nID=fedora\n", "Linux", "fedora"),
        ('ID="rocky"\nID_LIKE="rhel centos fedora"\n', "Linux", "fedora"),
        ("ID=endeavouros\nID_LIKE=arch\n", "Linux", "arch"),
        ('ID="opensuse-tumbleweed"\n', "Linux", "suse"),
        ("ID=alpine\n", "Linux", "alpine"),
        ("ID=plan9\n", "Linux", "unknown"),
        ("ID=debian\n", "Darwin", "macos"),
    ],
)
def test_the_family_of_a_system(tmp_path: Path, os_release: str, uname: str, family: str) -> None:
    (tmp_path / "os-release").write_text(os_release)
    done = in_shell(ROOT, f'system_family "{tmp_path}/os-release" {uname}')
    assert done.stdout == f"{family}\n"


def test_the_line_for_debian_is_exact() -> None:
    done = in_shell(ROOT, "install_line debian 'sudo ' $(packages_of debian)")
    assert done.stdout == DEBIAN_LINE + "\n"


@pytest.mark.parametrize("family", FAMILIES)
def test_the_set_up_installs_what_the_program_would_ask_for(family: str) -> None:
    from antragstool.render.libraries import install_command

    platform = "darwin" if family == "macos" else "linux"
    asked = install_command(f"ID={family}", root=True, platform=platform)
    line = in_shell(ROOT, f"install_line {family} '' $(packages_of {family})").stdout
    assert asked
    assert set(asked.split()) <= set(line.split())
    assert "git" in line.split()


def test_without_python_on_macos_the_command_is_named(project: Path, tmp_path: Path) -> None:
    done = call(project, "render", PATH=poor_path(tmp_path, uname="echo Darwin"))
    assert done.returncode == 2
    assert done.stdout == ""
    assert "missing on this machine: Python 3.11 git" in done.stderr
    assert done.stderr.endswith("\n    brew install python pango git\n")
    assert not (project / ".venv").exists()


def test_messages_follow_the_locale(project: Path, tmp_path: Path) -> None:
    done = call(project, PATH=poor_path(tmp_path, uname="echo Darwin"), LANGUAGE="de")
    assert "auf diesem Rechner fehlt: Python 3.11 git" in done.stderr


def as_on_debian(project: Path) -> Path:
    """Let the copy read a Debian's os-release instead of this machine's."""
    setup = project / "bin/lib/setup.sh"
    (project / "os-release").write_text("ID=debian\n")
    text = setup.read_text()
    assert "/etc/os-release" in text
    setup.write_text(text.replace("/etc/os-release", '"$root/os-release"'))
    return project


def test_without_rights_on_debian_the_command_is_named(project: Path, tmp_path: Path) -> None:
    path = poor_path(tmp_path, **{"apt-get": "echo apt ran >&2", "sudo": "exit 1"})
    done = call(as_on_debian(project), PATH=path)
    assert done.returncode == 2
    assert done.stderr.endswith(f"\n    {DEBIAN_LINE}\n")
    assert "apt ran" not in (project / "build/setup.log").read_text()


def test_with_sudo_the_packages_are_installed(project: Path, tmp_path: Path) -> None:
    # Debian's apt-get would bring Python; this one only writes down what it was asked for.
    record = tmp_path / "asked"
    path = poor_path(
        tmp_path,
        **{
            "apt-get": f'echo "$DEBIAN_FRONTEND $*" >>"{record}"',
            "sudo": '[ "$1" = -n ] || exit 1; shift; [ "$1" = true ] || exec "$@"',
        },
    )
    done = call(as_on_debian(project), PATH=path)
    update, install = record.read_text().splitlines()
    assert update == "noninteractive -o DPkg::Lock::Timeout=300 update"
    assert install.endswith(
        "install -y --no-install-recommends python3 python3-venv"
        " libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 git"
    )
    assert done.returncode == 2
    assert "installed, but still missing: Python 3.11" in done.stderr
    assert "this system's packages are too old" in done.stderr


def test_when_apt_fails_its_words_are_shown(project: Path, tmp_path: Path) -> None:
    path = poor_path(tmp_path, **{"apt-get": "echo 'E: no such mirror'; exit 100", "id": "echo 0"})
    done = call(as_on_debian(project), PATH=path)
    assert done.returncode == 2
    assert "E: no such mirror" in done.stderr
    assert done.stderr.endswith(DEBIAN_LINE.replace("sudo ", "") + "\n")


def test_a_system_without_the_packages_is_too_old(project: Path, tmp_path: Path) -> None:
    script = "echo 'E: Unable to locate package libharfbuzz-subset0'; exit 100"
    done = call(
        as_on_debian(project), PATH=poor_path(tmp_path, **{"apt-get": script, "id": "echo 0"})
    )
    assert done.returncode == 2
    assert "this system's packages are too old" in done.stderr
    assert "apt-get install" not in done.stderr


# ---- when it has to be done again ---------------------------------------------------------


def test_the_tool_gets_its_arguments_as_they_are(project: Path, tmp_path: Path) -> None:
    pretend_set_up(project)
    (tmp_path / "link").symlink_to("my project/bin/antragstool")
    hostile = tmp_path / "conference"
    hostile.mkdir()
    for name in ("antragstool", "os", "fcntl"):
        (hostile / f"{name}.py").write_text("raise SystemExit('ran code of the conference')")
    done = subprocess.run(
        [tmp_path / "link", "a b", "", "--x=*", "ä"],
        capture_output=True,
        text=True,
        cwd=hostile,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(hostile), "PYTHONHOME": "/nowhere"},
        check=False,
    )
    assert done.stderr == ""
    assert done.stdout.startswith("['a b', '', '--x=*', 'ä'] ")
    assert "PYTHONPATH" not in done.stdout


def test_touching_a_file_changes_nothing(project: Path) -> None:
    pretend_set_up(project)
    (project / "requirements.lock").touch()
    assert in_shell(project, "is_set_up").returncode == 0


@pytest.mark.parametrize(
    "name",
    ["requirements.lock", "pyproject.toml", "hatch_build.py", "src/antragstool/__init__.py"],
)
def test_a_change_of_what_it_is_made_of_asks_for_set_up(project: Path, name: str) -> None:
    pretend_set_up(project)
    with (project / name).open("a") as file:
        file.write("# changed\n")
    assert in_shell(project, "is_set_up").returncode != 0


def test_a_new_catalogue_asks_for_set_up(project: Path) -> None:
    pretend_set_up(project)
    new = project / "src/antragstool/locale/fr/LC_MESSAGES/antragstool.po"
    new.parent.mkdir(parents=True)
    new.write_text('msgid ""\nmsgstr ""\n')
    assert in_shell(project, "is_set_up").returncode != 0


def test_a_moved_project_asks_for_set_up(project: Path) -> None:
    pretend_set_up(project)
    moved = project.rename(project.with_name("moved"))
    assert in_shell(moved, "is_set_up").returncode != 0


def test_another_python_behind_the_same_name_asks_for_set_up(project: Path) -> None:
    pretend_set_up(project)
    (project / ".venv/bin/python").unlink()
    (project / ".venv/bin/python").symlink_to("/bin/sh")
    assert in_shell(project, "is_set_up").returncode != 0


# A set-up whose packages cost nothing: the environment is a link, pip writes down its calls.
QUICK = """
ensure_system() { :; }
make_environment() {
    echo environment >>"$root/calls"
    mkdir -p "$root/.venv/bin"
    ln -sf "$PYTHON" "$root/.venv/bin/python"
}
pip_quietly() { echo "pip $*" >>"$root/calls"; sleep 0.2; echo 'what pip said' >>"$log"; PIP; }
(set_up_tool)
"""


def quick_set_up(project: Path, pip: str = ":") -> subprocess.CompletedProcess[str]:
    return in_shell(project, QUICK.replace("PIP;", pip + ";"), PYTHON=sys.executable)


def calls(project: Path) -> list[str]:
    return [line.split()[0] for line in (project / "calls").read_text().splitlines()]


def test_a_complete_set_up_is_not_done_again(project: Path) -> None:
    assert quick_set_up(project).returncode == 0
    assert quick_set_up(project).returncode == 0
    assert calls(project) == ["environment", "pip", "pip"]


def test_a_change_keeps_the_environment(project: Path) -> None:
    quick_set_up(project)
    (project / "requirements.lock").write_text("")
    assert quick_set_up(project).returncode == 0
    assert calls(project) == ["environment", "pip", "pip", "pip", "pip"]


def test_when_pip_fails_its_words_are_shown_and_the_next_call_repairs(project: Path) -> None:
    quick_set_up(project)
    (project / "pyproject.toml").write_text("")
    failed = quick_set_up(project, pip="false")
    assert failed.returncode == 2
    assert "what pip said" in failed.stderr
    assert "The packages could not be installed." in failed.stderr
    assert in_shell(project, "is_set_up").returncode != 0

    assert quick_set_up(project).returncode == 0
    assert calls(project)[3:] == ["pip", "environment", "pip", "pip"]
    assert in_shell(project, "is_set_up").returncode == 0


def test_a_killed_set_up_is_repaired_by_the_next_call(project: Path) -> None:
    killed = quick_set_up(project, pip='sh -c "kill -9 \\$PPID"')
    assert killed.returncode != 0
    assert quick_set_up(project).returncode == 0
    assert calls(project) == ["environment", "pip", "environment", "pip", "pip"]


def test_two_calls_at_once_do_the_work_once(project: Path) -> None:
    script = QUICK.replace("PIP;", ":;").replace(
        "(set_up_tool)", "(set_up_tool) & (set_up_tool) && wait $!"
    )
    done = in_shell(project, script, PYTHON=sys.executable)
    assert done.returncode == 0, done.stderr
    assert calls(project) == ["environment", "pip", "pip"]


def test_an_environment_of_the_users_own_stays(project: Path) -> None:
    (project / ".venv").mkdir()
    (project / ".venv/mine").touch()
    done = in_shell(project, "begin; make_environment")
    assert done.returncode == 2
    assert "was not made by bin/antragstool" in done.stderr
    assert (project / ".venv/mine").exists()


def test_a_project_that_cannot_be_written_to_is_said(project: Path) -> None:
    (project / "build").write_text("a file where the folder should be")
    done = call(project)
    assert done.returncode == 2
    assert "cannot write to" in done.stderr


@pytest.mark.slow
def test_the_environment_is_made_anew_and_pip_obeys_no_stray_setting(project: Path) -> None:
    (project / ".venv").mkdir()  # as a call leaves it that was killed in the first moment
    script = "begin; make_environment && pip_quietly install --no-index --dry-run pip && cat $log"
    done = in_shell(
        project.rename(project.with_name("plain")),
        script,
        PIP_USER="1",
        PIP_TARGET="/nowhere",
        PIP_REQUIRE_HASHES="1",
        PYTHONHOME="/nowhere",
    )
    assert done.returncode == 0, done.stderr
    assert "already satisfied" in done.stdout


# ---- bin/test -----------------------------------------------------------------------------


def test_every_check_runs_and_one_failure_fails(project: Path, tmp_path: Path) -> None:
    pretend_set_up(project)
    state = 'setup_state >"$root/.venv/antragstool-dev-state";'
    state += 'cksum "$root/requirements-dev.lock" >>"$root/.venv/antragstool-dev-state"'
    assert in_shell(project, state).returncode == 0
    for name, script in {
        "ruff": 'echo "ruff $*"',
        "mypy": "echo types are wrong; exit 1",
        "lint-imports": 'echo "lint-imports $*"',
    }.items():
        (project / ".venv/bin" / name).write_text(f"#!/bin/sh\n{script}\n")
        (project / ".venv/bin" / name).chmod(0o755)
    # Whatever this machine lacks, a test must not install it.
    programs = poor_path(tmp_path, pdftotext=":", pdftoppm=":", sudo="exit 1")
    (project / "tests").mkdir()
    (project / "tests/test_one.py").write_text("def test_one(): pass\n")
    done = subprocess.run(
        [project / "bin/test", "-p", "no:cacheprovider", "-o", "addopts=", "tests/test_one.py"],
        capture_output=True,
        text=True,
        env={**os.environ, "PYTEST_ADDOPTS": "", "PATH": f"{programs}:{os.environ['PATH']}"},
        check=False,
    )
    assert done.returncode == 1, done.stderr
    printed = done.stdout.splitlines()
    assert printed[:4] == [
        "ruff check .",
        "ruff format --check .",
        "types are wrong",
        "lint-imports --no-cache",
    ]
    assert "1 passed" in printed[-1]
    assert "FAILED  mypy" in done.stderr
    assert "ok      pytest" in done.stderr


# ---- the lock -----------------------------------------------------------------------------


def locked(name: str) -> dict[str, str]:
    """Return the version of every package in the lock file *name*."""
    pins = re.findall(r"^([a-z0-9-]+)==(\S+) \\$", (ROOT / name).read_text(), re.MULTILINE)
    return dict(pins)


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-dev.lock"])
def test_the_lock_has_hashes_and_no_addresses(name: str) -> None:
    text = (ROOT / name).read_text()
    lines = [line for line in text.splitlines() if not line.lstrip().startswith("#")]
    assert not re.search(r"https?:|file:|^--|/", "\n".join(lines), re.MULTILINE)
    assert "://" not in text
    starts = [number for number, line in enumerate(lines) if not line.startswith(" ")]
    assert len(starts) == len(locked(name)) > 20
    for number in starts:
        assert re.fullmatch(r"    --hash=sha256:[0-9a-f]{64}( \\)?", lines[number + 1])


def test_the_lock_holds_what_the_project_asks_for() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    wanted = [*project["project"]["dependencies"], *project["build-system"]["requires"]]
    development = project["project"]["optional-dependencies"]["dev"]
    for name, requirements in {
        "requirements.lock": wanted,
        "requirements-dev.lock": [*wanted, *development],
    }.items():
        pins = locked(name)
        for requirement in map(Requirement, requirements):
            assert pins[canonicalize_name(requirement.name)] in requirement.specifier, requirement


def test_the_tests_run_with_the_versions_that_users_get() -> None:
    assert locked("requirements.lock").items() <= locked("requirements-dev.lock").items()


# ---- the build ----------------------------------------------------------------------------


@pytest.fixture
def hook() -> ModuleType:
    spec = importlib.util.spec_from_file_location("hatch_build", ROOT / "hatch_build.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_a_catalogue_is_compiled_for_gettext(hook: ModuleType, tmp_path: Path) -> None:
    source = tmp_path / "de/LC_MESSAGES/antragstool.po"
    source.parent.mkdir(parents=True)
    source.write_text(
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\n'
        'msgid "Line"\nmsgstr "Zeile"\n\n#, fuzzy\nmsgid "Page"\nmsgstr "Blatt"\n',
        encoding="utf-8",
    )
    assert hook.compile_catalogue(source) == source.with_suffix(".mo")
    german = gettext.translation("antragstool", tmp_path, languages=["de"])
    assert german.gettext("Line") == "Zeile"
    assert german.gettext("Page") == "Page"
    assert sorted(path.name for path in source.parent.iterdir()) == [
        "antragstool.mo",
        "antragstool.po",
    ]


@pytest.mark.slow
def test_the_wheel_holds_templates_and_catalogues(tmp_path: Path) -> None:
    copy = tmp_path / "project"
    for name in ("src", "templates"):
        shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns("*.mo"))
    for name in ("pyproject.toml", "hatch_build.py"):
        shutil.copy(ROOT / name, copy / name)
    for name in ("README.md", "LICENSE"):
        (copy / name).write_text("Only the name matters here.\n")
    subprocess.run(
        [
            *(sys.executable, "-m", "hatchling", "build"),
            *("-t", "wheel", "-d", str(tmp_path / "dist")),
        ],
        cwd=copy,
        env={**os.environ, "PYTHONPATH": ""},
        capture_output=True,
        check=True,
    )
    (wheel,) = (tmp_path / "dist").glob("*.whl")
    names = zipfile.ZipFile(wheel).namelist()
    assert any(name.startswith("antragstool/templates/fonts/") for name in names)
    catalogues = {
        path.relative_to(ROOT / "src").with_suffix(".mo").as_posix()
        for path in (ROOT / "src/antragstool/locale").glob("*/LC_MESSAGES/*.po")
    }
    assert catalogues <= set(names)
    assert {"antragstool/cli/__init__.py", "antragstool/i18n.py"} <= set(names)
