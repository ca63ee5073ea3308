"""The open visit: its frame, one panel per step, and the list of visits.

Panels show frozen views and send wishes to the `VisitPresenter`; what a write changed comes back as a
`services.visits.views.Change`, and each panel repaints exactly the rows in it.
"""
