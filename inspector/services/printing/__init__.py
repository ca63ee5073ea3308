"""Documents: notices, work orders, hazard papers, and what a company prints on all of them."""
