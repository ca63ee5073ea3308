"""What a company has and decides: customers, equipment, persons, values of tests, rules of its own."""
