"""The function library: XPath 1.0 section 4 and the ODK XForms specification, one module per topic."""

from inspector.xforms.xpath.functions import chance, core, dates, forms, indexed, numbers, selects, signed, texts
from inspector.xforms.xpath.functions.registry import FUNCTIONS

__all__ = ["FUNCTIONS", "chance", "core", "dates", "forms", "indexed", "numbers", "selects", "signed", "texts"]
