"""The sample workspace: customers, equipment, years of tests, visits, hazards in every state."""
