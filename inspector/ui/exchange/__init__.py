"""Exchange files in the window: writing one, importing one. Both are dialogs of a few steps; nothing blocks the window.

Imported when somebody asks for one: `export_wizard.open_export_wizard`, `import_wizard.open_import_wizard`.
"""
