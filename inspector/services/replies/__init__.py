"""The customer's reply: the Excel file that goes out with a notice, and what comes back in it.

`workbook` makes the file, `code` the code that notice and file share. `preview` reads a file that came back and says
what an import would do and what is wrong with it; `importing` writes it. Making needs the worker thread; reading and
importing decode photos and belong on a pool thread.
"""

from inspector.services.replies import problems as problems  # registers the sentences
