"""The rail page 客户: the list of customers, and the file of one (一户一册) in its place."""

from inspector.ui.customers.page import CustomersPage

__all__ = ["CustomersPage"]
