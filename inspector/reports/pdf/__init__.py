"""PDF files: `pen` draws on pages, `file` writes the objects, fonts are embedded, lines broken; `raster` reads them."""
