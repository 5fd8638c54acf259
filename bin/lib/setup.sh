# Setting up: the system's packages, then a virtual environment from the lock file.
#
# Read by bin/antragstool, bin/test and bin/lock; POSIX sh. The caller has set `root` and
# read bin/lib/state.sh. What a user reads goes to standard error, a line a step; what apt
# and pip say goes to build/setup.log and is shown if they fail.
#
# Order of things, so that an interrupted set-up repairs itself: the state file is removed
# first and written last, and an environment without a state file is made anew.
# shellcheck shell=sh disable=SC2154

NEWEST_PYTHON=14
OLDEST_PYTHON=11

# ---- words ------------------------------------------------------------------------------

# say ENGLISH GERMAN: one line for the user, in the language of the locale.
say() {
    case ${LANGUAGE:-${LC_ALL:-${LC_MESSAGES:-${LANG:-}}}} in
        [dD][eE]*) printf 'antragstool: %s\n' "$2" >&2 ;;
        *) printf 'antragstool: %s\n' "$1" >&2 ;;
    esac
}

# ---- the system's packages ---------------------------------------------------------------

# system_family OS_RELEASE UNAME: print debian, fedora, arch, suse, alpine, macos or unknown.
system_family() {
    if [ "$2" = Darwin ]; then
        echo macos
        return
    fi
    names=$(sed -n 's/^ID\(_LIKE\)\{0,1\}=//p' "$1" 2>/dev/null | tr -d "\"'" | tr '\n' ' ')
    for name in $names; do
        case $name in
            debian | ubuntu) echo debian ;;
            fedora | rhel | centos) echo fedora ;;
            arch) echo arch ;;
            suse | opensuse*) echo suse ;;
            alpine) echo alpine ;;
            *) continue ;;
        esac
        return
    done
    echo unknown
}

# packages_of FAMILY: print what the tool needs there; with git, Python and Pango.
packages_of() {
    case $1 in
        debian) echo python3 python3-venv libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 git ;;
        fedora) echo python3 pango git ;;
        arch) echo python pango git ;;
        suse) echo python3 libpango-1_0-0 libharfbuzz-subset0 git ;;
        alpine) echo python3 pango so:libharfbuzz-subset.so.0 git ;;
        macos) echo python pango git ;;
    esac
}

# install_line FAMILY SUDO PACKAGE…: print the command to type. SUDO is "sudo " or empty.
install_line() {
    family=$1 sudo=$2
    shift 2
    case $family in
        debian) echo "${sudo}apt-get update && ${sudo}apt-get install -y --no-install-recommends $*" ;;
        fedora) echo "${sudo}dnf install -y $*" ;;
        arch) echo "${sudo}pacman -S --needed $*" ;;
        suse) echo "${sudo}zypper install -y $*" ;;
        alpine) echo "${sudo}apk add $*" ;;
        macos) echo "brew install $*" ;;
        *) return 1 ;;
    esac
}

# find_python: print the first Python that is new enough, or nothing.
find_python() {
    minor=$NEWEST_PYTHON
    names=python3
    while [ "$minor" -ge "$OLDEST_PYTHON" ]; do
        names="$names python3.$minor"
        minor=$((minor - 1))
    done
    for name in $names; do
        found=$(command -v "$name") || continue
        if "$found" -I -c "import sys; sys.exit(sys.version_info < (3, $OLDEST_PYTHON))" 2>/dev/null; then
            printf '%s\n' "$found"
            return
        fi
    done
}

# missing_for_tool: print in words what the system lacks, nothing if it lacks nothing.
missing_for_tool() {
    python=$(find_python)
    if [ -z "$python" ]; then
        printf 'Python 3.%s\n' "$OLDEST_PYTHON"
    else
        "$python" -I -c 'import ensurepip, venv' 2>/dev/null || echo 'python3-venv'
        (cd "$root/src" && "$python" -c "
from antragstool.render.libraries import missing_libraries
print('\n'.join(missing_libraries()), end='')")
    fi
    command -v git >/dev/null || echo git
}

# missing_for_tests: the same for bin/test. Ubuntu's package chromium is a snap, which a container
# cannot install; there the tests in a browser are left out if there is none, and say so.
missing_for_tests() {
    missing_for_tool
    command -v pdftotext >/dev/null && command -v pdftoppm >/dev/null || echo poppler-utils
    has_libatomic || echo libatomic1
    has_browser || is_ubuntu || echo chromium
}

# packages_for_tests: print what the tests need on top of what the tool needs.
packages_for_tests() {
    echo poppler-utils
    has_libatomic || echo libatomic1
    has_browser || is_ubuntu || echo chromium
}

# has_libatomic: what drives the browser is linked with it, and a minimal Debian lacks it.
has_libatomic() {
    [ "$(uname -s)" != Linux ] ||
        "$(find_python)" -I -c 'import ctypes; ctypes.CDLL("libatomic.so.1")' 2>/dev/null
}

has_browser() {
    command -v chromium >/dev/null || command -v chromium-browser >/dev/null ||
        command -v google-chrome >/dev/null
}

is_ubuntu() {
    grep -qi '^ID\(_LIKE\)\{0,1\}=.*ubuntu' /etc/os-release 2>/dev/null
}

# run_apt SUDO-COMMAND PACKAGE…: update and install. SUDO-COMMAND may be empty or several words.
run_apt() {
    sudo=$1
    shift
    : >"$log"
    # Waiting for another apt beats failing: a fresh machine often updates itself at first.
    for step in 'update' "install -y --no-install-recommends $*"; do
        # shellcheck disable=SC2086
        $sudo env LC_ALL=C DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=300 $step \
            </dev/null >>"$log" 2>&1 || return
    done
}

say_too_old() {
    say "this system's packages are too old. Debian 12, Ubuntu 24.04 or newer has all that is needed." \
        "die Pakete dieses Systems sind zu alt. Debian 12, Ubuntu 24.04 oder neuer hat alles, was nötig ist."
}

# ensure_system PROBE [PACKAGE…]: install what PROBE misses, or say who has to type what.
ensure_system() {
    probe=$1
    shift
    missing=$($probe | tr '\n' ' ')
    [ -n "$missing" ] || return 0
    missing=${missing% }

    family=$(system_family /etc/os-release "$(uname -s)")
    # shellcheck disable=SC2046
    set -- $(packages_of "$family") "$@"
    say "missing on this machine: $missing" "auf diesem Rechner fehlt: $missing"

    rights=none
    if [ "$family" = debian ] && command -v apt-get >/dev/null; then
        if [ "$(id -u)" = 0 ]; then
            rights=''
        elif command -v sudo >/dev/null; then
            if sudo -n true 2>/dev/null; then
                rights='sudo -n'
            elif [ -t 0 ] && [ -t 2 ]; then
                say "sudo asks for your password to install it." \
                    "zum Installieren fragt sudo nach dem Passwort."
                rights=sudo
            fi
        fi
    fi
    if [ "$rights" != none ]; then
        say "installing $* (log: $log)" "installiere $* (Protokoll: $log)"
        if run_apt "$rights" "$@"; then
            missing=$($probe | tr '\n' ' ')
            [ -n "$missing" ] || return 0
            say "installed, but still missing: $missing." "installiert, aber es fehlt noch: $missing."
            say_too_old
            return 2
        fi
        tail -n 20 "$log" >&2
        if grep -q 'Unable to locate package' "$log"; then
            say_too_old
            return 2
        fi
    fi

    [ "$(id -u)" = 0 ] && prefix='' || prefix='sudo '
    if line=$(install_line "$family" "$prefix" "$@"); then
        say "a person with the rights to do so has to run:" \
            "jemand mit den Rechten dazu muss ausführen:"
        printf '    %s\n' "$line" >&2
    else
        say "install Python 3.$OLDEST_PYTHON or newer with venv, git, Pango, HarfBuzz (with its subset library) and Fontconfig with this system's package manager." \
            "bitte Python ab 3.$OLDEST_PYTHON mit venv, git, Pango, HarfBuzz (mit der Bibliothek »subset«) und Fontconfig mit der Paketverwaltung dieses Systems installieren."
    fi
    return 2
}

# ---- the virtual environment -------------------------------------------------------------

# pip_quietly ARGUMENT…: the environment's pip, deaf to settings that would put the packages
# elsewhere or add to the lock file. Indexes, proxies and certificates stay the user's.
pip_quietly() {
    env -u PIP_TARGET -u PIP_PREFIX -u PIP_ROOT -u PIP_BUILD_CONSTRAINT \
        -u PIP_REQUIREMENT -u PIP_EDITABLE -u PIP_REQUIRE_HASHES -u PIP_DRY_RUN -u PIP_PYTHON \
        -u PIP_IGNORE_INSTALLED -u PIP_NO_DEPS \
        PIP_USER=0 PIP_NO_INPUT=1 PIP_DISABLE_PIP_VERSION_CHECK=1 \
        "$root/.venv/bin/python" -P -m pip "$@" </dev/null >>"$log" 2>&1
}

# failed ENGLISH GERMAN: say what went wrong, with the end of the log; returns 2.
failed() {
    tail -n 20 "$log" >&2
    say "$1 The whole log is $log." "$2 Das ganze Protokoll: $log."
    return 2
}

# make_environment: an empty .venv, marked as ours before anything else is in it.
make_environment() {
    rmdir -- "$root/.venv" 2>/dev/null # empty: an earlier call was stopped right here
    if [ -e "$root/.venv" ] && [ ! -e "$root/.venv/antragstool-made-this" ]; then
        say "$root/.venv was not made by bin/antragstool. Rename or delete it, then call again." \
            "$root/.venv stammt nicht von bin/antragstool. Bitte umbenennen oder löschen und noch einmal aufrufen."
        return 2
    fi
    say "making a virtual environment in $root/.venv" "lege eine virtuelle Umgebung in $root/.venv an"
    # Away in one step, for a half deleted one could have lost the mark.
    rm -rf -- "$root/build/old-venv"
    if [ -e "$root/.venv" ]; then
        mv -- "$root/.venv" "$root/build/old-venv" && rm -rf -- "$root/build/old-venv" || return 2
    fi
    mkdir -- "$root/.venv" && : >"$root/.venv/antragstool-made-this" || return 2
    "$(find_python)" -I -m venv "$root/.venv" >>"$log" 2>&1 ||
        failed "The virtual environment could not be made." "Die virtuelle Umgebung ließ sich nicht anlegen."
}

# write_state FILE: what FILE says now is what .venv was made from.
write_state() {
    cat >"$1.new" && mv -f -- "$1.new" "$1"
}

# begin: forget the user's other Python, and open the log.
begin() {
    unset PYTHONHOME PYTHONPATH VIRTUAL_ENV __PYVENV_LAUNCHER__
    log=$root/build/setup.log
    if ! { mkdir -p -- "$root/build" && : >>"$log"; } 2>/dev/null; then
        say "cannot write to $root/build. Set-up needs a copy of the project that you may write to." \
            "$root/build ist nicht beschreibbar. Zum Einrichten braucht es eine Kopie des Projekts mit Schreibrecht."
        return 2
    fi
}

# wait_for_turn: hold build/setup.lock until this process ends. Python takes the lock on a
# descriptor that it shares with this shell, for not every system has a command for it.
wait_for_turn() {
    exec 9>"$root/build/setup.lock"
    "$(find_python)" -I -c 'import fcntl; fcntl.flock(9, fcntl.LOCK_EX)' 9>&9
}

# set_up_tool: everything that `bin/antragstool` needs. Call it in a subshell: the lock ends with it.
set_up_tool() {
    begin && ensure_system missing_for_tool && wait_for_turn || return 2
    ! is_set_up || return 0 # another call did it while this one waited
    : >"$log"
    interpreter=$(setup_state | sed -n '1,2p')
    if [ ! -e "$state_file" ] || [ "$interpreter" != "$(sed -n '1,2p' "$state_file")" ]; then
        make_environment || return 2
    fi
    rm -f -- "$state_file"
    say "installing the locked packages (about a minute the first time)" \
        "installiere die festgelegten Pakete (beim ersten Mal etwa eine Minute)"
    pip_quietly install --require-hashes -r "$root/requirements.lock" ||
        failed "The packages could not be installed." "Die Pakete ließen sich nicht installieren." || return 2
    pip_quietly install --no-index --no-deps --no-build-isolation -e "$root" ||
        failed "The tool itself could not be installed." "Das Werkzeug selbst ließ sich nicht installieren." || return 2
    setup_state | write_state "$state_file" || return 2
    say "ready." "fertig eingerichtet."
}

# set_up_tests: what bin/test needs on top. Call it in a subshell, after set_up_tool.
set_up_tests() {
    # shellcheck disable=SC2046
    begin && ensure_system missing_for_tests $(packages_for_tests) && wait_for_turn || return 2
    wanted=$(setup_state && cksum "$root/requirements-dev.lock")
    dev_state=$root/.venv/antragstool-dev-state
    if [ -e "$dev_state" ] && [ "$wanted" = "$(cat "$dev_state")" ]; then
        return 0
    fi
    say "installing what the tests need" "installiere, was die Tests brauchen"
    rm -f -- "$dev_state"
    pip_quietly install --require-hashes -r "$root/requirements-dev.lock" ||
        failed "The packages could not be installed." "Die Pakete ließen sich nicht installieren." || return 2
    printf '%s\n' "$wanted" | write_state "$dev_state"
}
