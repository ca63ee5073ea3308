"""Bringing a customer's reply file in (a layer of the ledgers page).

`layer.ReplyLayer` lays it in front of a page; `view.ReplyView` is the import itself, loaded when it opens.
"""
