"""The widget kit: small painted widgets in the house style, from which all pages are built.

Colours come from tokens at paint time, so a theme switch repaints everything. Widgets that are no text fields take no
input method. Signals are past-tense facts sent on user action only; setters never send them.
"""
