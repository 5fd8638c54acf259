# What a set-up was made from, to see in a few milliseconds whether it still holds.
#
# Read by bin/antragstool on every call, so nothing here may be slow; POSIX sh. The caller
# has set `root`.
# shellcheck shell=sh disable=SC2034,SC2154

state_file=$root/.venv/antragstool-state

# Print all that the virtual environment depends on. The real path of its Python is in it
# because an upgrade of the system can put another version behind the same name.
setup_state() {
    printf '%s\n' "$root"
    readlink -f -- "$root/.venv/bin/python" 2>/dev/null
    cksum "$root/requirements.lock" "$root/pyproject.toml" "$root/hatch_build.py" \
        "$root/src/antragstool/__init__.py" \
        "$root"/src/antragstool/locale/*/LC_MESSAGES/antragstool.po 2>/dev/null
}

# Does the environment exist, and was it made from what is here now?
is_set_up() {
    [ -x "$root/.venv/bin/python" ] && [ -e "$state_file" ] &&
        [ "$(setup_state)" = "$(cat "$state_file")" ]
}
