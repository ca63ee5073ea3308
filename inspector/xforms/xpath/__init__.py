"""XPath 1.0 with the functions of the ODK XForms specification: lexer, parser, compiled evaluator.

Knows nothing of forms: it reads a tree of `nodes.Node` through an `environment.Environment`. One thread at a time.
"""
