"""What can be wrong with a reply file, one of its rows or one of its cells: every sentence says what to do."""

from inspector.i18n import N_
from inspector.problems import ProblemKind, register

register(
    ProblemKind.INPUT,
    {
        # the file
        "reply_no_keys": N_(
            "“{name}” is no reply file of ours, or its hidden sheet is gone. Ask the customer to fill in the file that "
            "came with the notice (it can be exported again)."
        ),
        "reply_keys_edited": N_(
            "The hidden sheet of “{name}” was changed, so it cannot be told which notice it answers. Export the reply "
            "file of the notice again and have it filled in."
        ),
        "reply_sheet_missing": N_(
            "“{name}” has no sheet “{sheet}”. Ask the customer to fill in the file that came with the notice."
        ),
        "reply_foreign": N_(
            "The notice {notice} is not in this workspace. The file belongs to another company or area; import it "
            "there."
        ),
        "reply_notice_unknown": N_(
            "The notice {notice} was never served for the hazards of this file. Check which notice was answered."
        ),
        "reply_hazards_unknown": N_(
            "Hazards of the file that are not in this workspace: {count}. Bring the records of the laptop that served "
            "the notice here first."
        ),
        "reply_customer": N_(
            "The file answers for the account {account}, but its hazards belong to another customer. Have the reply "
            "file of the notice filled in again."
        ),
        "reply_code": N_(
            "The check code {given} does not fit the notice {notice}. Have the file filled in that came with the "
            "notice."
        ),
        "reply_doubled": N_("This very file was imported on {on} already. Nothing is left to import."),
        "reply_refused": N_("The reply cannot be imported as it is (problems: {count}). Nothing was changed."),
        "reply_nothing": N_("No row of the reply can be imported: nothing new is filled in."),
        "reply_notice_missing": N_("There is no notice “{notice}” whose reply file could be exported."),
        "reply_macros": N_("The file contains macros. They were not run; only what stands in the cells is read."),
        "reply_sheet_extra": N_("This sheet does not belong to the reply; it is not read."),
        # a locked cell
        "reply_cell_changed": N_(
            "This locked cell was changed: it should read “{expected}”. Restore it, or have the reply file filled in "
            "again."
        ),
        "reply_row_moved": N_(
            "This should be the row of the hazard {number}. Rows were moved, inserted or deleted; have the reply file "
            "filled in again."
        ),
        "reply_row_extra": N_("This row belongs to no hazard of the notice; it is not imported."),
        # a row
        "reply_not_served": N_("The notice {notice} was not served for this hazard; the row is not imported."),
        "reply_old_notice": N_(
            "The rectification was turned down after this notice; the notice {newer} counts now. Have its reply file "
            "filled in."
        ),
        "reply_older_notice": N_(
            "A newer notice ({newer}) was served for this hazard; this reply is taken for it too."
        ),
        "reply_settled": N_(
            "The hazard is “{status}”: no rectification can be submitted. The row is kept as a note only."
        ),
        "reply_in_review": N_("The hazard is in review already; this reply is added to what the reviewer sees."),
        "reply_same_content": N_("The same content was imported on {on} already; the row is not imported again."),
        "reply_same_words": N_(
            "The same measure, day and person were imported on {on} already; only the photos differ. Check whether "
            "this is a new reply."
        ),
        # a cell to fill in
        "reply_required": N_("“{column}” is required for a completed rectification. Have it filled in."),
        "reply_state": N_("“{value}” is no state. Choose one of: {choices}."),
        "reply_state_missing": N_("Choose the state: {choices}."),
        "reply_state_taken": N_("No state was chosen; with measure and day filled in it is taken for “{state}”."),
        "reply_explain": N_("Say in the measure or the remark how far it has come."),
        "reply_day_future": N_("The day lies in the future. Correct it."),
        "reply_day_early": N_("The day lies before the hazard was found ({found}). Correct it."),
        "reply_formula": N_("The cell holds a formula; the result stored in it is taken. Check the value."),
        "reply_merged": N_("Merged cells ({range}): the value counts for every row they cover. Check the rows."),
        # photos
        "reply_no_photos": N_("No photo was inserted in this row."),
        "reply_photo_nowhere": N_(
            "A photo lies outside the rows of hazards; it is not imported. Move it into the row it shows."
        ),
        "reply_photo_between": N_("The photo lies across several rows; it is taken for this one. Check it."),
        "reply_photo_linked": N_("The photo is only linked, not in the file. Insert it again as a copy."),
        "reply_photo_unreadable": N_("The photo cannot be taken: {reason}"),
        "reply_photos_many": N_("More than {most} photos in one row: the others are not imported."),
        "reply_photo_twice": N_("The same photo stands in row {row} too. Check what it shows."),
        "reply_photo_known": N_("The hazard has this very photo already. Check whether it shows the rectification."),
        "reply_photo_before": N_("The photo was taken on {on}, before the hazard was found. Check what it shows."),
    },
)
