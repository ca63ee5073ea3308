"""A signed visit read again as it was signed: answers, readings, photos, verdicts and signatures, never to be edited.

The frozen body of `visit_signed` is the source, with the version of each checklist that it was answered in.
"""
