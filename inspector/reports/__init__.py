"""Documents on paper and in tables: PDF, Excel and CSV from plain frozen models.

Two modules a document: `notice`, `ledger` and the like hold the models (no drawing library behind them); `notice_pdf`,
`ledger_pdf`, `ledger_tables` turn them into bytes. Import the latter when a document is made, not at start-up. They are
built from `blocks`, show `figures`, and are written by `pdf`.
Everything here is a pure function of its arguments and may run on any thread.
"""
