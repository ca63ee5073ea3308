"""The customer's reply: the Excel file that goes out with a notice, and what comes back in it.

`reply_workbook` makes the file, `check_code` the code that notice and file share. `read_reply` reads a file that came
back and says what an import would do and what is wrong with it; `import_reply` writes it. Making needs the worker
thread; reading and importing decode photos and belong on a pool thread.
"""

from inspector.services.replies.code import check_code
from inspector.services.replies.exporting import reply_file
from inspector.services.replies.importing import import_reply
from inspector.services.replies.preview import read_reply
from inspector.services.replies.workbook import reply_workbook

__all__ = ["check_code", "import_reply", "read_reply", "reply_file", "reply_workbook"]
