"""Codes of the problems this package raises."""

from inspector.i18n import N_
from inspector.problems import ProblemKind, register


def register_all() -> None:
    """Enter this package's codes into the catalogue."""
    register(
        ProblemKind.INPUT,
        {
            "pack_invalid": N_(
                "The criteria pack {file} cannot be used: {place}: {reason}. Correct the pack and install it again."
            ),
            "quantity_unknown": N_(
                "No criteria pack knows the quantity “{quantity}”. Install its pack or correct the form."
            ),
            "number_empty": N_("Nothing was entered. Enter a number."),
            "number_unreadable": N_("“{text}” is not a number. Enter digits, with a point before the decimals."),
            "number_bound": N_(
                "“{text}” is a bound and no value. Enter the number alone, the end of the instrument's range where it "
                "shows no more, and say so in the note."
            ),
            "number_ambiguous": N_(
                "“{text}” can be read in two ways. Write thousands without a comma, and decimals after a point."
            ),
            "unit_unknown": N_("“{unit}” is not a unit of this value. Use one of: {units}."),
            "judge_line": N_("This line cannot be judged: {reason}. See `inspector judge --schema`."),
            "record_invalid": N_("The saved judgement cannot be read: {reason}. Judge the value again."),
        },
    )
