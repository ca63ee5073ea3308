"""Filling in forms: a control for each kind of question, the looks of a question, and a page that needs no visit.

`controls.answer_for(row)` is the control of a question; visits and `view.FormView` use the same ones. To show any form
and let it be filled in, without a workspace, make a `filler.FormFiller(tasks)`, put it into a `view.FormView(filler)`
and call `filler.open(load)`, where `load` gives the `FormDefinition` (it runs off the GUI thread).
"""
