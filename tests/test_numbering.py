import pytest

from antragstool.workflow.numbering import next_number


@pytest.mark.parametrize(
    ("names", "number"),
    [
        ([], 1),
        (["A1-Ae1.md"], 2),
        (["A1-Ae1.md", "A1-Ae1.patch", "A1-Ae3.md"], 4),  # a number never twice: 3 was handed out
        (["A10-Ae7.md", "A2-Ae5.md", "B1-Ae9.md"], 1),
        (["A1-Ae9.md", "A1-Ae10.md"], 11),
        (["amendments/A1-Ae4.md"], 5),
        (["A1-Ae2.patch"], 3),
        (["README.md", "A1-Ae.md", "A1-Aex.md", ".A1-Ae8.md~"], 1),
    ],
)
def test_the_next_number(names: list[str], number: int) -> None:
    assert next_number("A1", names) == number


def test_the_number_of_a_resolution_with_an_umlaut() -> None:
    assert next_number("Ü2", ["Ue2-Ae1.md"]) == 2
