from __future__ import annotations

import re
import tomllib
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from antragstool.errors import InputError, Problem, RepositoryError
from antragstool.model.conference import Body, Conference
from antragstool.model.decision import Majority
from antragstool.store.config import KEYS, load_config, read_config, template
from antragstool.workflow.rules import Rules, rules_for

FULL = """name = "LDK: Vielfalt"
organisation = "Jusos Baden-Württemberg"
place = "Heidenheim"
date = 2012-05-05
deadline = 2012-03-24T18:00:00+01:00
language = "de"
committee = "Antragskommission"
line-length = 95
numbering = "book"
majority = "two-thirds"
quorum = 50
entitled = 200
"""


def only_problem(source: str) -> Problem:
    _conference, problems = read_config(source)
    assert len(problems) == 1, problems
    assert problems[0].file == "antragstool.toml"
    return problems[0]


def test_every_key_is_read() -> None:
    assert read_config(FULL) == (
        Conference(
            name="LDK: Vielfalt",
            organisation="Jusos Baden-Württemberg",
            place="Heidenheim",
            date="2012-05-05",
            deadline="2012-03-24T18:00:00+01:00",
            language="de",
            committee="Antragskommission",
            line_length=95,
            numbering="book",
            majority=Majority.TWO_THIRDS,
            quorum=50,
            entitled=200,
        ),
        (),
    )


RULES = """majority = "two-thirds"
quorum = 50
[bodies."Landesausschuss"]
majority = "absolute"
quorum = 20
entitled = 40
[bodies.Vorstand]
[rules]
"S*" = "two-thirds"
"A1-Ä*" = "simple"
"""


def test_bodies_and_rules_are_read() -> None:
    assert read_config(RULES) == (
        Conference(
            majority=Majority.TWO_THIRDS,
            quorum=50,
            bodies=(Body("Landesausschuss", Majority.ABSOLUTE, 20, 40), Body("Vorstand")),
            rules=(("S*", Majority.TWO_THIRDS), ("A1-Ä*", Majority.SIMPLE)),
        ),
        (),
    )


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ("quorum = 20", "quorom = 20", 5, "quorum"),
        ("quorum = 20", "quorum = -20", 5, "-20"),
        ('"absolute"', '"absolut"', 4, "absolute"),
        ('= "simple"', '= "simpel"', 10, "simple"),
        ('= "simple"', "= 3", 10, "Known are"),
        ("[bodies.Vorstand]", "[bodies.LandesausSchuss]", 7, "twice"),
        ("[bodies.Vorstand]", '[bodies."a\\u202eb"]', 7, "Remove"),
        ("[bodies.Vorstand]", "[body.Vorstand]", 7, "bodies"),
        ("[bodies.Vorstand]", "[bodies]\nVorstand = 3", 8, '[bodies."Vorstand"]'),
    ],
)
def test_what_is_wrong_in_a_table_is_named_with_its_line(
    old: str, new: str, line: int, words: str
) -> None:
    assert RULES.count(old) == 1
    problems = read_config(RULES.replace(old, new))[1]
    assert [problem.line for problem in problems] == [line], problems
    assert words in str(problems[0])


def test_tables_that_are_none_are_named() -> None:
    for source in ('bodies = "x"', "rules = 3", "[[bodies]]\nquorum = 3"):
        assert "table" in only_problem(source).hint


def test_a_key_twice_in_one_table_is_named_and_in_two_tables_it_is_none() -> None:
    problem = only_problem("[bodies.A]\nquorum = 3\n[bodies.B]\nquorum = 4\nquorum = 5\n")
    assert problem.line == 5
    assert "line 4 and again in line 5" in problem.message


@pytest.mark.parametrize(
    ("item_id", "body", "majority", "rules"),
    [
        ("B1", "", None, Rules(Majority.TWO_THIRDS, 50)),
        ("A1-Ä3", "", None, Rules(Majority.SIMPLE, 50)),
        ("S1", "", None, Rules(Majority.TWO_THIRDS, 50)),
        ("A1-Ä3", "landesausschuss", None, Rules(Majority.ABSOLUTE, 20, 40)),
        ("A1-Ä3", "Vorstand", None, Rules(Majority.SIMPLE)),
        ("B1", "Vorstand", Majority.MEMBERS, Rules(Majority.MEMBERS)),
    ],
)
def test_the_rules_of_a_vote(
    item_id: str, body: str, majority: Majority | None, rules: Rules
) -> None:
    assert rules_for(read_config(RULES)[0], item_id, body, majority) == rules


def test_the_longest_pattern_that_fits_counts() -> None:
    source = '[rules]\n"S*" = "two-thirds"\n"S*-Ae*" = "absolute"\n"*" = "members"\n'
    conference = read_config(source)[0]
    found = [rules_for(conference, each).majority.value for each in ("S1", "S1-Ä2", "A1")]
    assert found == ["two-thirds", "absolute", "members"]


def test_an_empty_configuration_is_the_default() -> None:
    assert read_config("") == (Conference(), ())


@pytest.mark.parametrize(
    ("typed", "text"),
    [("2026", "2026"), ("2026-05-01", "2026-05-01"), ('"5./6. Mai"', "5./6. Mai"), ("''", "")],
)
def test_a_text_may_be_a_date_or_a_number(typed: str, text: str) -> None:
    conference, problems = read_config(f"date = {typed}")
    assert (conference.date, problems) == (text, ())


def test_text_is_normalised() -> None:
    assert read_config('name = "u\u0308ber"')[0].name == "über"


@pytest.mark.parametrize(
    ("line", "nearest"),
    [
        ("line_length = 80", "line-length"),
        ('nmae = "x"', "name"),
        ('"Name" = "x"', "name"),
        ("entitld = 3", "entitled"),
    ],
)
def test_an_unknown_key_names_the_nearest_and_its_line(line: str, nearest: str) -> None:
    problem = only_problem(f"# Kopf\n\n{line}\n")
    assert "Unknown key" in problem.message
    assert (problem.line, problem.hint) == (3, f'Did you mean "{nearest}"?')


def test_a_table_is_an_unknown_key() -> None:
    problem = only_problem('name = "x"\n[conference]\nplace = "y"\n')
    assert (problem.line, problem.message) == (2, 'Unknown key "conference".')


@pytest.mark.parametrize(
    ("line", "hint"),
    [
        ("line-length = 19", "from 20 to 200"),
        ("line-length = 201", "from 20 to 200"),
        ('line-length = "80"', "without quotes"),
        ("line-length = 80.0", "whole number"),
        ("line-length = true", "whole number"),
        ("quorum = -1", "from 0"),
        ("entitled = 99999999999", "from 0"),
        ('language = "fr"', "Known are: de, en."),
        ('numbering = "books"', '"book"'),
        ('majority = "two thirds"', '"two-thirds"'),
        ("majority = 2", "Known are: simple"),
        ("name = true", "quotes"),
        ("name = 1.5", ""),
        ('name = ["a"]', "quotes"),
        ("name = {a = 1}", "quotes"),
        ('name = """a\nb"""', "one line"),
        ('name = "a\\u202eb"', "Remove"),
        ('name = "a\\u001bb"', "Remove"),
        ("name = 0x" + "f" * 5000, "quotes"),
    ],
)
def test_a_value_that_cannot_be_used_keeps_the_default(line: str, hint: str) -> None:
    if line == "name = 1.5":
        assert read_config(line)[0].name == "1.5"
        return
    source = f'place = "Ulm"\n{line}\n'
    problem = only_problem(source)
    assert problem.line == 2
    assert hint in problem.hint
    assert read_config(source)[0] == Conference(place="Ulm")
    assert "\u202e" not in str(problem)
    assert "\x1b" not in str(problem)


@pytest.mark.parametrize(
    ("source", "line"),
    [
        ("name = \n", 1),
        ('name = "x"\nplace = Ulm\n', 2),
        ('name = "x"\n\nplace = "Ulm', 3),
        ('name = "x"\njust words\n', 2),
        ("date = 2026-13-45\n", 1),
    ],
)
def test_what_is_no_toml_is_named_with_its_line(source: str, line: int) -> None:
    problem = only_problem(source)
    assert problem.line == line
    assert "not valid TOML" in problem.message


def test_a_repeated_key_names_both_lines() -> None:
    problem = only_problem('name = "x"\nplace = "y"\nname = "z"\n')
    assert problem.line == 3
    assert problem.message == 'The key "name" stands in line 1 and again in line 3.'


def test_all_problems_come_at_once_in_order() -> None:
    _conference, problems = read_config("nmae = 1\nquorum = -1\nfoo = 2\nplace = true\n")
    assert [problem.line for problem in problems] == [1, 2, 3, 4]


@pytest.mark.parametrize("source", ["a = " + "[" * 5000, "quorum = " + "9" * 5000])
def test_a_bomb_is_a_problem(source: str) -> None:
    assert only_problem(source).message


@given(st.text(st.sampled_from('name=date"[]{}.1\n#-: \\u\t\r'), max_size=60))
@settings(max_examples=300, deadline=None)
def test_no_configuration_makes_the_reader_fail(source: str) -> None:
    conference, problems = read_config(source)
    assert all(problem.message for problem in problems)
    try:
        values = tomllib.loads(source)
    except (tomllib.TOMLDecodeError, ValueError):
        assert problems
        assert conference == Conference()
    else:
        assert bool(problems) or values.keys() <= {"name", "date"}
        assert conference == replace(Conference(), name=conference.name, date=conference.date)
        assert bool(conference.name) <= ("name" in values)


def test_a_missing_configuration_offers_init(tmp_path: Path) -> None:
    with pytest.raises(RepositoryError, match=r"no antragstool\.toml here") as error:
        load_config(tmp_path)
    assert "antragstool init" in error.value.problems[0].hint


def test_a_configuration_in_another_encoding_is_refused(tmp_path: Path) -> None:
    (tmp_path / "antragstool.toml").write_bytes('place = "Köln"'.encode("latin-1"))
    with pytest.raises(InputError, match="UTF-8"):
        load_config(tmp_path)


def test_a_link_out_of_the_folder_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "elsewhere.toml").write_text('name = "x"')
    (tmp_path / "conference").mkdir()
    (tmp_path / "conference" / "antragstool.toml").symlink_to("../elsewhere.toml")
    with pytest.raises(RepositoryError, match="not followed"):
        load_config(tmp_path / "conference")


@pytest.mark.parametrize("language", ["de", "en"])
def test_the_template_is_a_configuration_with_every_key(language: str) -> None:
    source = template(language)
    conference, problems = read_config(source)
    assert problems == ()
    assert conference.language == language
    assert conference.line_length == Conference().line_length
    assert all(f"\n{key} = " in source for key in KEYS)
    head, _mark, tables = source.partition("\n# [")
    with_tables = head + "\n" + re.sub(r"(?m)^# ?(?=[\[\"a-z]+.*[\]0-9\"]$)", "", f"# [{tables}")
    told, problems = read_config(with_tables)
    assert problems == ()
    assert (len(told.bodies), len(told.rules)) == (1, 2)
    assert told.bodies[0].entitled == 40
    assert read_config(source.replace("line-length = 80", "line-length = 90"))[0].line_length == 90


def test_there_is_no_template_in_another_language() -> None:
    with pytest.raises(ValueError, match=r"\.\./de"):
        template("../de")
