"""Documents on paper and in tables: PDF, Excel and CSV from plain frozen models.

`notice` and `ledger` hold the models (no drawing library behind them); `notice_pdf`, `ledger_pdf`, `ledger_tables` and
`raster` turn them into bytes. Import the latter when a document is made, not at start-up.
Everything here is a pure function of its arguments and may run on any thread.
"""
