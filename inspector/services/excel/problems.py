"""What can be wrong with a file, a sheet or a cell: every sentence says what to do."""

from inspector.i18n import N_
from inspector.problems import ProblemKind, register

register(
    ProblemKind.ENVIRONMENT,
    {
        "import_unreadable": N_("The file “{path}” cannot be read ({reason})."),
        "headings_missing": N_(
            "The list of headings (headings.toml) is missing or damaged. Install the program again."
        ),
    },
)
register(
    ProblemKind.INPUT,
    {
        "import_no_file": N_("There is no file “{path}”. Check the name and the folder."),
        "import_file_kind": N_("“{name}” is no Excel workbook. Save the data as .xlsx (or .csv) and choose that file."),
        "import_old_excel": N_(
            "“{name}” is an old .xls workbook or protected with a password. Open it in Excel or WPS, remove the "
            "password and save it as .xlsx."
        ),
        "import_damaged": N_(
            "The workbook “{name}” is damaged ({reason}). Open it in Excel or WPS, save it again as .xlsx and choose "
            "that file."
        ),
        "import_too_large": N_("The workbook “{name}” is too large to be read ({what}). Split it into smaller files."),
        "import_no_rows": N_("The workbook “{name}” holds no rows. Fill in the template, or choose another file."),
        "import_no_sheet": N_(
            "No sheet of “{name}” looks like customers, equipment, tests or people. Say which column is what, or use "
            "the template."
        ),
        "import_cancelled": N_("The import was cancelled. Nothing was changed."),
        "import_has_errors": N_("The import has {count} errors, so nothing was imported. Correct them in the file."),
        "import_nothing": N_("There is nothing to import: the register holds all of it already."),
        "import_register_changed": N_(
            "The register was changed after this preview was made. Look at the new preview, then import."
        ),
        "import_mapping": N_("The mapping file cannot be used: {reason}."),
        # a sheet
        "sheet_column_missing": N_("The sheet has no column “{column}”, which is required. Add it, or map a column."),
        "sheet_column_ignored": N_("This column is not imported. Map it, or leave it as it is."),
        "sheet_unit_unknown": N_("The unit “{unit}” of the heading is not known; numbers are read as {known}."),
        # a cell
        "cell_error_value": N_("The cell shows an error of Excel. Correct the formula or type the value."),
        "cell_formula": N_(
            "The formula has no stored result. Open the file in Excel or WPS and save it, or type the value."
        ),
        "cell_too_long": N_("The text has more than {most} characters. Shorten it."),
        "cell_required": N_("“{column}” is required. Type a value."),
        "cell_digits_lost": N_(
            "The number was stored as a number with more than 15 digits, so Excel has lost digits. Format the column "
            "as text and type it again."
        ),
        "cell_account_number": N_(
            "The number is stored as a number; leading zeros may be missing. Format the column as text."
        ),
        "cell_account_form": N_("This is no account number. Type its digits or letters."),
        "cell_number": N_("This is no number. Type a number, without words."),
        "cell_date": N_("This is no day. Type it like 2026-11-22."),
        "cell_date_range": N_("The day lies outside 1900 to 2200. Correct it."),
        "cell_choice": N_("“{value}” is not known here. Use one of: {choices}."),
        "cell_flag": N_("Type 是/否 or yes/no."),
        "cell_person_unknown": N_(
            "“{value}” is not the login or the name of exactly one of our people; it is not imported. Correct it, or "
            "add the person first."
        ),
        "cell_not_of_kind": N_("A {kind} has no such value on its nameplate; it is not imported."),
        # a row
        "row_customer_unknown": N_(
            "There is no such customer, neither in the register nor in this file. Correct the account."
        ),
        "row_customer_ambiguous": N_("Several customers have this name. Give the account."),
        "row_equipment_unknown": N_(
            "The customer has no such equipment, neither in the register nor in this file. Correct the name."
        ),
        "row_equipment_ambiguous": N_(
            "The customer has several pieces of equipment of this name. Give the record number."
        ),
        "row_duplicate": N_("The same record stands in row {row} of the sheet {sheet} already. Remove one of the two."),
        "row_account_alike": N_(
            "The account {account} ({name}) differs by leading zeros only; this row is taken for another customer."
        ),
        "row_account_taken": N_("The account belongs to another customer already."),
        "row_login_taken": N_("The login belongs to another person already."),
        "row_kind_change": N_(
            "The equipment is registered as another kind ({kind}). Register it anew under another name."
        ),
        "row_owner_change": N_("The equipment belongs to another customer (account {account}). Correct the account."),
        "row_invalid": N_("The row cannot be taken over: {reason}"),
        "test_quantity_unknown": N_(
            "“{value}” is no test item of this kind of equipment. Choose one of the template's sheet of test items."
        ),
        "test_phase_needed": N_("The item is measured several times. Say in the column “{column}” which: {choices}."),
        "test_unit": N_("The unit “{unit}” does not fit this item. Use one of: {units}."),
        "test_recorded_other": N_(
            "On this day {old} is recorded already. A recorded test is never overwritten; correct the value or remove "
            "the row."
        ),
        "test_in_future": N_("The day of the test lies in the future. Correct it."),
        "test_next_due": N_("The next test must be due after the day of the test. Correct one of the two days."),
        "test_same_row": N_("The same value stands in row {row} already; it is imported once."),
        "test_details_kept": N_("The value is recorded already; what else the row says is not taken over."),
    },
)
